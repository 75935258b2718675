import { getTranslations } from "next-intl/server";
import type { Deletion } from "#lib/tenants/find-entry.ts";
import { ClientMessages } from "../../../../_messages/client-messages.tsx";
import { PageHeading } from "../../../../_ui/page-heading.tsx";
import { UndoForm } from "./undo-form.tsx";

type DeletedProps = { slug: string; name: string; deletion: Deletion };

/** Who deleted the organisation, until when an owner can undo it and, for owners, what that gives back and what not. */
export async function Deleted({ slug, name, deletion }: DeletedProps) {
  const t = await getTranslations("enter.deleted");
  const { deletedAt: at, deletedByName: person, purgeAt: until, isOwner } = deletion;
  const named = { at, name: () => <bdi>{name}</bdi> };
  return (
    <>
      <PageHeading
        title={t("title")}
        description={person === null ? t.rich("bySomebody", named) : t.rich("by", { ...named, person })}
      />
      <div className="grid gap-6">
        <p>{t(isOwner ? "owner" : "member", { until })}</p>
        {isOwner && (
          <>
            <div className="grid gap-2">
              <h2 className="font-semibold">{t("after")}</h2>
              <ul className="grid list-disc gap-1 ps-5">
                <li>{t("afterMembers")}</li>
                <li>{t("afterKeys")}</li>
                <li>{t("afterConnections")}</li>
              </ul>
            </div>
            <ClientMessages namespaces={["enter"]}>
              <UndoForm slug={slug} />
            </ClientMessages>
          </>
        )}
      </div>
    </>
  );
}
