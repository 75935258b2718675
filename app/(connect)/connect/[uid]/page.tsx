import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { recordEvent } from "#lib/activity/record-event.ts";
import { pageTitle } from "../../../_ui/page-title.ts";
import { ConnectShell } from "./_components/connect-shell.tsx";
import { NotMember } from "./_components/not-member.tsx";
import { OrganisationList } from "./_components/organisation-list.tsx";
import { loadChoices } from "./load-consent.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("consent.choose");
  return { title: pageTitle(t("pageTitle")) };
}

/** The organisation step: skipped when there is exactly one. */
export default async function ChooseOrganisationPage({ params }: { params: Promise<{ uid: string }> }) {
  const { uid } = await params;
  const { request, person, organisations } = await loadChoices(uid);
  const [only] = organisations;
  if (only && organisations.length === 1)
    redirect(`/connect/${uid}/permissions?org=${encodeURIComponent(only.slug)}`);
  if (organisations.length === 0) {
    const { personId } = person;
    recordEvent({ stage: "S6", outcome: "failed", reason: "not_a_member", interactionUid: uid, personId });
  }
  return (
    <ConnectShell request={request}>
      {organisations.length === 0 ? (
        <NotMember request={request} person={person} />
      ) : (
        <OrganisationList request={request} person={person} organisations={organisations} />
      )}
    </ConnectShell>
  );
}
