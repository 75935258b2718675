import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can, ROLES } from "#lib/kernel/permissions.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { InviteForm } from "./_components/invite-form.tsx";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/members/invite`);
  const t = await getTranslations("members.invitePage");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function InvitePeoplePage({ params }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/members`;
  const actor = await loadMember(slug, `${base}/invite`);
  const t = await getTranslations("members");
  if (!can(actor.role, "member:write"))
    return <NoRight actor={actor} page={t("invitePage.title")} text={t("invitePage.noRight")} />;
  return (
    <>
      <PageHeader
        title={t("invitePage.title")}
        description={t("invitePage.description")}
        crumbs={[{ label: t("title"), href: base }]}
      />
      <ClientMessages namespaces={["members"]}>
        <InviteForm
          slug={actor.tenantSlug}
          roles={ROLES.map((role) => ({
            role,
            isLocked: role === "owner" && actor.role !== "owner",
          }))}
        />
      </ClientMessages>
    </>
  );
}
