import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { can } from "#lib/kernel/permissions.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { ToolDetails } from "../_components/tool-details.tsx";
import { loadDetails } from "../load-details.ts";

type Props = { params: Promise<{ slug: string; name: string }> };

/** A name has no character that an address would have to hide; anything else is no tool's. */
const toAddress = (slug: string, name: string) => `/o/${slug}/tools/${encodeURIComponent(name)}`;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, name } = await params;
  const { tenantName } = await loadMember(slug, toAddress(slug, name));
  const t = await getTranslations("tools");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function ToolPage({ params }: Props) {
  const { slug, name } = await params;
  const path = toAddress(slug, name);
  const [actor, t] = [await loadMember(slug, path), await getTranslations("tools")];
  if (!can(actor.role, "tool-policy:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  const details = await loadDetails(actor, { exposedName: name });
  if (details === null) notFound();
  return (
    <ClientMessages namespaces={["tools"]}>
      <PageHeader
        title={<bdi>{details.tool.tool.title}</bdi>}
        crumbs={[{ label: t("detail.back"), href: `/o/${slug}/tools` }]}
      />
      <h2 className="sr-only">{t("detail.all")}</h2>
      <div className="max-w-3xl">
        <ToolDetails
          {...details}
          actor={actor}
          mayChange={can(actor.role, "tool-policy:write")}
          retryHref={path}
        />
      </div>
    </ClientMessages>
  );
}
