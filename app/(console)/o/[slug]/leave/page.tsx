import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "../../../../_messages/client-messages.tsx";
import { PageHeader } from "../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { loadMember } from "../../../load-member.ts";
import { LeaveForm } from "./_components/leave-form.tsx";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/leave`);
  const t = await getTranslations("members.leave");
  return { title: pageTitle(t("title", { organisation: tenantName }), tenantName) };
}

/** The way out of an organisation, for everybody who is in it. */
export default async function LeavePage({ params }: Props) {
  const { slug } = await params;
  const actor = await loadMember(slug, `/o/${slug}/leave`);
  const t = await getTranslations("members.leave");
  return (
    <>
      <PageHeader
        title={t("title", { organisation: actor.tenantName })}
        description={t.rich("text", { organisation: () => <bdi>{actor.tenantName}</bdi> })}
      />
      <ClientMessages namespaces={["members"]}>
        <LeaveForm slug={actor.tenantSlug} organisation={actor.tenantName} />
      </ClientMessages>
    </>
  );
}
