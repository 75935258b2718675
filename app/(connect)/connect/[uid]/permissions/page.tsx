import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { recordEvent } from "#lib/activity/record-event.ts";
import { findEarlierConnection } from "#lib/grants/find-earlier-connection.ts";
import { findOffer } from "#lib/oauth/find-offer.ts";
import { findRequestVerdict } from "#lib/oauth/find-request-verdict.ts";
import { suggestGroups } from "#lib/oauth/suggest-groups.ts";
import { getConsentDefault } from "#lib/tenants/get-consent-default.ts";
import { listFailingUpstreams } from "#lib/upstreams/list-failing-upstreams.ts";
import { Banner } from "../../../../_ui/banner.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { AccountFacts } from "../_components/account-facts.tsx";
import { AppRefused } from "../_components/app-refused.tsx";
import { ConnectShell } from "../_components/connect-shell.tsx";
import { DestinationLine } from "../_components/destination-line.tsx";
import { FailingInstances } from "../_components/failing-instances.tsx";
import { IdentityBand, IdentityLine } from "../_components/identity-line.tsx";
import { PermissionForm } from "../_components/permission-form.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { findMember, loadChoices, requireWay } from "../load-consent.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("consent.permissions");
  return { title: pageTitle(t("pageTitle")) };
}

const PRESETS = ["suggested", "read", "all"] as const;

type Search = Partial<Record<"again" | "org" | "preset" | "problem" | "separate", string | string[]>>;
type PermissionsPageProps = { params: Promise<{ uid: string }>; searchParams: Promise<Search> };

/** What the app would get, before anything is shared; of a connection that is to get more, only what is added. */
export default async function PermissionsPage({ params, searchParams }: PermissionsPageProps) {
  const { uid } = await params;
  const search = await searchParams;
  const { request, person, organisations } = await loadChoices(uid);
  const slug = typeof search.org === "string" ? search.org : undefined;
  await requireWay(uid, person, slug);
  const member = await findMember(request, person, slug);
  if (!member) redirect(`/connect/${uid}`);
  // From here on the attempt is that organisation's to look into, also if it is refused or never answered.
  const { personId, tenantId } = member;
  recordEvent({ stage: "S6", outcome: "seen", interactionUid: uid, personId, tenantId });
  const chosen = PRESETS.find((one) => one === search.preset);
  const isNothingTicked = search.problem === "nothing-ticked";
  const isSeparate = search.separate === "yes";
  const verdict = await findRequestVerdict(member, request);
  if (verdict.kind === "ask") {
    redirect(`/connect/${uid}/ask-admin?${new URLSearchParams({ org: member.tenantSlug })}`);
  }
  if (verdict.kind !== "allowed") {
    const reason = "app_not_allowed";
    recordEvent({ stage: "S6", outcome: "failed", reason, interactionUid: uid, personId, tenantId });
    return (
      <ConnectShell request={request}>
        <AppRefused request={request} person={person} member={member} kind={verdict.kind} />
      </ConnectShell>
    );
  }
  const { effectMax } = verdict;
  const offer = await findOffer(member, request, { isSeparate, effectMax });
  const { needed, had } = offer;
  // What a request is about that follows a refused call was chosen before.
  const isFirst = offer.widens === null && had === null;
  const preset = chosen ?? (isFirst ? await getConsentDefault(member, {}) : "suggested");
  // Of a connection that gets more, only what its call was refused for is asked.
  const wish = { requested: offer.widens ? needed : request.requestedGroups, needed, had };
  const t = await getTranslations("consent.permissions");
  const names = {
    app: () => <bdi>{request.client.name}</bdi>,
    organisation: () => <bdi>{member.tenantName}</bdi>,
  };
  return (
    <ConnectShell request={request}>
      <div className="grid gap-6">
        <h1 className="text-xl font-semibold text-balance wrap-anywhere">
          {t.rich(offer.widens ? "titleMore" : "title", names)}
        </h1>
        <div className="grid gap-2">
          <IdentityLine client={request.client} />
          <DestinationLine request={request} />
          <IdentityBand client={request.client} />
        </div>
        <AccountFacts
          uid={uid}
          person={person}
          member={member}
          hasChoice={organisations.length > 1}
          earlier={offer.widens ? null : await findEarlierConnection(member, { clientId: request.client.id })}
        />
        <FailingInstances names={await listFailingUpstreams(member, {})} />
        {search.again === "yes" && (
          <Banner tone="info" title={t("again.title")}>
            {t.rich("again.text", names)}
          </Banner>
        )}
        <PermissionForm
          request={request}
          member={member}
          offer={offer}
          isSeparate={isSeparate}
          ticked={isNothingTicked ? [] : suggestGroups(offer.offered, wish, preset)}
          preset={isNothingTicked ? null : preset}
          csrf={await makeConsentCsrf(uid)}
        />
      </div>
    </ConnectShell>
  );
}
