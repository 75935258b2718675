import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { recordEvent } from "#lib/activity/record-event.ts";
import { findOwnClientRequest } from "#lib/grants/find-own-client-request.ts";
import { findRequestVerdict } from "#lib/oauth/find-request-verdict.ts";
import { ClientMessages } from "../../../../_messages/client-messages.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { SignedInAs } from "../../../../_ui/signed-in-as.tsx";
import { AnswerUntil } from "../_components/answer-until.tsx";
import { ConnectShell } from "../_components/connect-shell.tsx";
import { DenyForm } from "../_components/deny-form.tsx";
import { DestinationLine } from "../_components/destination-line.tsx";
import { IdentityBand, IdentityLine } from "../_components/identity-line.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { findMember, loadChoices } from "../load-consent.ts";
import { AskForm } from "./_components/ask-form.tsx";
import { Notified } from "./_components/notified.tsx";
import { RequestState } from "./_components/request-state.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("ask");
  return { title: pageTitle(t("pageTitle")) };
}

type AskPageProps = {
  params: Promise<{ uid: string }>;
  searchParams: Promise<{ org?: string | string[] }>;
};

/** Where somebody asks an admin for an app that is not let in without one; the request stays to be answered. */
export default async function AskAdminPage({ params, searchParams }: AskPageProps) {
  const { uid } = await params;
  const { org } = await searchParams;
  const { request, person } = await loadChoices(uid);
  const member = await findMember(request, person, typeof org === "string" ? org : undefined);
  if (!member) redirect(`/connect/${uid}`);
  const { client } = request;
  if ((await findRequestVerdict(member, request)).kind !== "ask") {
    redirect(`/connect/${uid}/permissions?${new URLSearchParams({ org: member.tenantSlug })}`);
  }
  const { personId, tenantId } = member;
  const reason = "app_not_allowed";
  recordEvent({ stage: "S6", outcome: "failed", reason, interactionUid: uid, personId, tenantId });
  const [t, asked] = await Promise.all([
    getTranslations("ask"),
    findOwnClientRequest(member, { clientId: client.id }),
  ]);
  const names = {
    app: () => <bdi>{client.name}</bdi>,
    organisation: () => <bdi>{member.tenantName}</bdi>,
  };
  const isWaiting = asked?.state === "open";
  return (
    <ConnectShell request={request}>
      <div className="grid gap-6">
        <h1 className="text-xl font-semibold text-balance wrap-anywhere">
          {t.rich(isWaiting ? "waiting.title" : "title", names)}
        </h1>
        <div className="grid gap-2">
          <IdentityLine client={client} />
          <DestinationLine request={request} />
          <IdentityBand client={client} />
        </div>
        {asked !== null && <RequestState asked={asked} />}
        {!isWaiting && (
          <>
            <p className="wrap-anywhere">{t.rich("text", names)}</p>
            <Notified member={member} />
            <ClientMessages namespaces={["ask"]}>
              <AskForm uid={uid} slug={member.tenantSlug} />
            </ClientMessages>
          </>
        )}
        <SignedInAs email={person.email} next={`/connect/${uid}`} />
        <p className="text-muted">
          <AnswerUntil />
        </p>
        <DenyForm request={request} csrf={await makeConsentCsrf(uid)}>
          {t("return")}
        </DenyForm>
      </div>
    </ConnectShell>
  );
}
