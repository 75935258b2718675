import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/kernel/permissions.ts";
import { listUpstreams } from "#lib/upstreams/list-upstreams.ts";
import { requireRecentSignIn } from "../../../../../_http/require-recent-sign-in.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { beginInstance } from "../[id]/setup/actions.ts";
import { PlaceForm } from "../_components/place-form.tsx";
import { toNextStep, WizardSteps } from "../_components/wizard-steps.tsx";

/** A key is about to be entered, so the sign-in is fresh. */
const PAGE_MINUTES = 30;

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/instances/new`);
  const t = await getTranslations("instances");
  return { title: pageTitle(t("add"), tenantName) };
}

/** The first step of adding an instance: its address. With it there is a draft, which every later step goes on with. */
export default async function NewInstancePage({ params }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/instances`;
  const actor = await loadMember(slug, `${base}/new`);
  const t = await getTranslations("instances");
  const header = { title: t("new.title"), crumbs: [{ label: t("title"), href: base }] };
  if (!can(actor.role, "upstream:write")) {
    return <NoRight actor={actor} page={header.title} crumbs={header.crumbs} text={t("noRight.add")} />;
  }
  await requireRecentSignIn(PAGE_MINUTES, `${base}/new`);
  const drafts = (await listUpstreams(actor, {})).filter(({ setup }) => setup !== null);
  return (
    <>
      <PageHeader {...header} />
      <WizardSteps current="address" />
      {drafts.map(({ id, name, setup }) => (
        <p key={id} className="mb-4 max-w-[72ch]">
          {t.rich("new.drafts", { name: () => <bdi>{name}</bdi> })}{" "}
          <TextLink href={`${base}/${id}/setup/${toNextStep(setup)}`}>{t("goOn")}</TextLink>
        </p>
      ))}
      <ClientMessages namespaces={["instances"]}>
        <PlaceForm action={beginInstance} hidden={{ slug }} submit={t("form.next")} />
      </ClientMessages>
    </>
  );
}
