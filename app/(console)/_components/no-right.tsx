import { Lock } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Crumb } from "../../_ui/breadcrumbs.tsx";
import { EmptyState } from "../../_ui/empty-state.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { findHelpers } from "./find-helpers.tsx";

type NoRightProps = {
  actor: MemberActor;
  /** The heading of the page it stands for. */
  page: string;
  crumbs?: readonly Crumb[] | undefined;
  /** The whole sentence: "Your role does not let you invite people". */
  text: string;
};

/** A page to a role that may not open it: what is missing and who can give it. */
export async function NoRight({ actor, page, crumbs, text }: NoRightProps) {
  const [helpers, t] = await Promise.all([findHelpers(actor, "admins"), getTranslations("ui.noRight")]);
  return (
    <>
      <PageHeader title={page} crumbs={crumbs} />
      <EmptyState
        icon={<Lock />}
        title={text}
        action={<LinkButton href={`/o/${actor.tenantSlug}`}>{t("back")}</LinkButton>}
      >
        {t.rich("ask", { people: () => helpers })}
      </EmptyState>
    </>
  );
}
