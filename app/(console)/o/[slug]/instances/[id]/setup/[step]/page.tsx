import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { can } from "#lib/kernel/permissions.ts";
import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { requireRecentSignIn } from "../../../../../../../_http/require-recent-sign-in.ts";
import { ClientMessages } from "../../../../../../../_messages/client-messages.tsx";
import { Banner } from "../../../../../../../_ui/banner.tsx";
import { LinkButton } from "../../../../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../../../_ui/page-title.ts";
import { LeftOutTools } from "../../../../../../_components/left-out-tools.tsx";
import { NoRight } from "../../../../../../_components/no-right.tsx";
import { OutcomeBanner } from "../../../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../../../load-member.ts";
import { LiveTest } from "../../../_components/live-test.tsx";
import { PlaceForm } from "../../../_components/place-form.tsx";
import { RolesForm } from "../../../_components/roles-form.tsx";
import { type Step, STEPS, toNextStep, WizardSteps } from "../../../_components/wizard-steps.tsx";
import { WaitingTools } from "../../_components/tool-lists.tsx";
import { loadInstance } from "../../load-instance.ts";
import { ApproveStep } from "../_components/approve-step.tsx";
import { KeyStep } from "../_components/key-step.tsx";
import { saveAddress } from "../actions.ts";

const PAGE_MINUTES = 30;

type Query = { problem?: string | string[] };
type Props = { params: Promise<{ slug: string; id: string; step: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, id, step } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/instances/${id}/setup/${step}`);
  const t = await getTranslations("instances");
  return { title: pageTitle(isStep(step) ? t(`steps.${step}`) : t("add"), tenantName) };
}

function isStep(step: string): step is Step {
  return (STEPS as readonly string[]).includes(step);
}

/** A later step of adding an instance, with all that was saved before; one that is not reached yet leads to where it stands. */
export default async function SetupPage({ params, searchParams }: Props) {
  const { slug, id, step } = await params;
  if (!isStep(step)) notFound();
  const base = `/o/${slug}/instances`;
  const actor = await loadMember(slug, `${base}/${id}/setup/${step}`);
  const upstream = await loadInstance(actor, id);
  const t = await getTranslations("instances");
  const crumbs = [{ label: t("title"), href: base }];
  if (!upstream || !can(actor.role, "upstream:write")) {
    return <NoRight actor={actor} page={t("new.title")} crumbs={crumbs} text={t("noRight.add")} />;
  }
  if (upstream.status !== "draft" && upstream.setup !== "access") redirect(`${base}/${id}`);
  const reached = toNextStep(upstream.setup);
  if (STEPS.indexOf(step) > STEPS.indexOf(reached)) redirect(`${base}/${id}/setup/${reached}`);
  if (upstream.status !== "draft" && step !== "access") redirect(`${base}/${id}/setup/access`);
  if (step === "address" || step === "key") {
    await requireRecentSignIn(PAGE_MINUTES, `${base}/${id}/setup/${step}`);
  }
  const before = STEPS[STEPS.indexOf(step) - 1];
  return (
    <>
      <PageHeader title={<bdi>{upstream.name}</bdi>} crumbs={crumbs} />
      <WizardSteps current={step} base={`${base}/${id}/setup`} reached={upstream.setup} />
      <OutcomeBanner query={await searchParams} texts={{}} />
      <ClientMessages namespaces={["instances"]}>
        <StepBody slug={slug} step={step} upstream={upstream} isOwner={actor.role === "owner"} />
      </ClientMessages>
      <div className="mt-6 grid justify-items-start gap-4">
        {before !== undefined && upstream.status === "draft" && (
          <LinkButton href={`${base}/${id}/setup/${before}`} tone="quiet">
            {t("steps.back")}
          </LinkButton>
        )}
        <p className="text-table text-muted">{t("steps.later")}</p>
      </div>
    </>
  );
}

type BodyProps = { slug: string; step: Step; upstream: UpstreamDetail; isOwner: boolean };

async function StepBody({ slug, step, upstream, isOwner }: BodyProps) {
  const t = await getTranslations("instances");
  const { id, version, keyMode, key, report, setup, roles } = upstream;
  const hidden = { slug, id, version };
  const base = `/o/${slug}/instances/${id}`;
  switch (step) {
    case "address":
      return <PlaceForm action={saveAddress} hidden={hidden} place={upstream} submit={t("form.next")} />;
    case "key":
      return (
        <KeyStep
          hidden={hidden}
          mode={key === null ? "personal" : keyMode}
          lastFour={key?.lastFour ?? null}
        />
      );
    case "test":
      return (
        <div className="grid max-w-[760px] gap-4">
          <p className="max-w-[72ch] text-muted">{t("test.intro")}</p>
          <LiveTest action={`${base}/test`} back={`${base}/setup/test`} stored={report} isOwner={isOwner} />
          {setup === "test" || setup === "key" ? (
            <p className="text-muted">{t("test.draft")}</p>
          ) : (
            <div>
              <LinkButton href={`${base}/setup/tools`} tone="primary">
                {t("test.next")}
              </LinkButton>
            </div>
          )}
        </div>
      );
    case "tools":
      return <ToolsStep slug={slug} upstream={upstream} />;
    case "access":
      return <RolesForm hidden={hidden} roles={roles} />;
  }
}

/** What waits for approval, and what cannot be approved; of a list without anything to approve the way back. */
async function ToolsStep({ slug, upstream }: Pick<BodyProps, "slug" | "upstream">) {
  const t = await getTranslations("instances.toolStep");
  const { id, tools, pendingDigest, quarantined } = upstream;
  const pending = tools.filter(({ state }) => state === "pending");
  const isNothingLeft = pending.length === 0 && quarantined.tools.length > 0;
  return (
    <div className="grid gap-4">
      {isNothingLeft ? (
        <Banner
          tone="warn"
          title={t("none")}
          action={<LinkButton href={`/o/${slug}/instances/${id}/setup/test`}>{t("back")}</LinkButton>}
        >
          {t("noneText")}
        </Banner>
      ) : (
        <>
          <p className="max-w-[72ch] text-muted">{t("intro", { count: pending.length })}</p>
          <ApproveStep hidden={{ slug, id, digest: pendingDigest }} count={pending.length} />
          <WaitingTools tools={pending} />
        </>
      )}
      <LeftOutTools slug={slug} {...quarantined} />
    </div>
  );
}
