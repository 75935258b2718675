import type { Metadata } from "next";
import { can } from "#lib/kernel/permissions.ts";
import { getSignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { hasRecentSignIn, toConfirmPath } from "../../../../_http/require-recent-sign-in.ts";
import { Banner } from "../../../../_ui/banner.tsx";
import { LinkButton } from "../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { NoRight } from "../../../_components/no-right.tsx";
import { OutcomeBanner } from "../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../load-member.ts";
import { DomainsCard } from "./_components/domains-card.tsx";
import { ProviderCard } from "./_components/provider-card.tsx";
import { SwitchCard } from "./_components/switch-card.tsx";
import { TestProblem } from "./_components/test-problem.tsx";

/** A secret is about to be entered, so the sign-in is fresh. */
const PAGE_MINUTES = 30;

const DONE = {
  claimed: "The domain is added. Next: set the record that proves it",
  proved: "The domain is proved",
  removed: "The domain is removed",
  "removed-off": "The domain is removed. It was the last proved one, so company sign-in is off",
  saved: "The sign-in service is saved, and off. Next: test it",
  on: "Company sign-in is on",
  required: "Company sign-in is on, and the only way in for the proved domains",
  off: "Company sign-in is off. Everybody signs in with a code by mail",
};
const TESTED = {
  tested:
    "The test passed: a verified address in one of your domains came back. Nobody’s sign-in has changed",
};

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/sign-in`);
  return { title: pageTitle("Sign-in", tenantName) };
}

export default async function CompanySignInPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const page = `/o/${slug}/sign-in`;
  const actor = await loadMember(slug, page);
  if (!can(actor.role, "sign-in:read")) {
    return (
      <>
        <PageHeader title="Sign-in" />
        <NoRight actor={actor} what="see this organisation’s sign-in settings" />
      </>
    );
  }
  const [settings, query] = await Promise.all([getSignInSettings(actor, {}), searchParams]);
  const isOwner = can(actor.role, "sign-in:write");
  const mayChange = isOwner && (await hasRecentSignIn(PAGE_MINUTES));
  // That a test passed is told by what is stored, not by the address alone.
  const texts = settings.connection?.isTested ? { ...DONE, ...TESTED } : DONE;
  const cards = { slug, mayChange };
  return (
    <>
      <PageHeader
        title="Sign-in"
        description={`Let your people sign in where they do for everything else at work.${isOwner ? "" : " Only owners can change this."}`}
      />
      <OutcomeBanner query={query} texts={texts} />
      <TestProblem problem={query.problem} />
      <div className="grid gap-6">
        {isOwner && !mayChange && <ConfirmFirst page={page} />}
        <DomainsCard {...cards} domains={settings.domains} />
        <ProviderCard {...cards} settings={settings} />
        <SwitchCard {...cards} settings={settings} />
      </div>
    </>
  );
}

function ConfirmFirst({ page }: { page: string }) {
  return (
    <Banner
      tone="info"
      title="Confirm that it is you to change this"
      action={<LinkButton href={toConfirmPath(page)}>Confirm</LinkButton>}
    >
      You signed in a while ago, and these settings decide who gets in.
    </Banner>
  );
}
