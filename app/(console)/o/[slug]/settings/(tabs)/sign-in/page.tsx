import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/kernel/permissions.ts";
import { getSettings } from "#lib/tenants/get-settings.ts";
import { getSignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { hasRecentSignIn } from "../../../../../../_http/require-recent-sign-in.ts";
import { ClientMessages } from "../../../../../../_messages/client-messages.tsx";
import { pageTitle } from "../../../../../../_ui/page-title.ts";
import { readQuery } from "../../../../../../_ui/query.ts";
import { OutcomeBanner } from "../../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../../load-member.ts";
import { ConfirmFirst } from "../_components/confirm-first.tsx";
import { SettingsFrame } from "../_components/settings-frame.tsx";
import { DomainsCard } from "./_components/domains-card.tsx";
import { ProviderCard } from "./_components/provider-card.tsx";
import { SwitchCard } from "./_components/switch-card.tsx";
import { TestCard } from "./_components/test-card.tsx";
import { WaysCard } from "./_components/ways-card.tsx";

/** A secret is about to be entered, so the sign-in is fresh. */
const PAGE_MINUTES = 30;

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{
    done?: string | string[];
    problem?: string | string[];
    at?: string | string[];
  }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/settings/sign-in`);
  const t = await getTranslations("settings");
  return { title: pageTitle(t("tabs.signIn"), t("title"), tenantName) };
}

export default async function SignInSettingsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const page = `/o/${slug}/settings/sign-in`;
  const actor = await loadMember(slug, page);
  const t = await getTranslations("settings");
  const query = await searchParams;
  const isOwner = can(actor.role, "sign-in:write");
  const mayChange = isOwner && (await hasRecentSignIn(PAGE_MINUTES));
  const found = can(actor.role, "sign-in:read")
    ? await Promise.all([getSignInSettings(actor, {}), getSettings(actor, {})])
    : null;
  const cards = { slug, mayChange, at: readQuery(query, "at") ?? "" };
  return (
    <SettingsFrame
      actor={actor}
      tab="signIn"
      title={t("signIn.title")}
      description={isOwner ? t("signIn.description") : t("readOnly")}
    >
      {found && (
        <>
          <Outcome query={query} isTested={found[0].connection?.isTested === true} />
          <ClientMessages namespaces={["settings"]}>
            <div className="grid gap-6">
              {isOwner && !mayChange && <ConfirmFirst page={page} what="text" />}
              <WaysCard {...cards} settings={found[1].settings} {...found[0].ways} />
              <DomainsCard {...cards} domains={found[0].domains} />
              <ProviderCard {...cards} settings={found[0]} />
              <TestCard {...cards} actor={actor} settings={found[0]} problem={query.problem} />
              <SwitchCard {...cards} settings={found[0]} />
            </div>
          </ClientMessages>
        </>
      )}
    </SettingsFrame>
  );
}

type OutcomeProps = { query: Awaited<Props["searchParams"]>; isTested: boolean };

/** That a test passed is told by what is stored, not by the address alone. */
async function Outcome({ query, isTested }: OutcomeProps) {
  const t = await getTranslations("settings.signIn.done");
  const texts = {
    claimed: t("claimed"),
    proved: t("proved"),
    removed: t("removed"),
    "removed-off": t("removedOff"),
    saved: t("saved"),
    end: t("end"),
    on: t("on"),
    required: t("required"),
    off: t("off"),
    ways: t("ways"),
    ...(isTested ? { tested: t("tested") } : {}),
  };
  return <OutcomeBanner query={query} texts={texts} />;
}
