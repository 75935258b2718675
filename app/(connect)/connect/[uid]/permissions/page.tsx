import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { listOfferedGroups } from "#lib/access/list-offered-groups.ts";
import { suggestGroups } from "#lib/oauth/suggest-groups.ts";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { ROLE_WORDS } from "../../../../_ui/role-words.ts";
import { ConnectShell } from "../_components/connect-shell.tsx";
import { DestinationLine } from "../_components/destination-line.tsx";
import { IdentityBand, IdentityLine } from "../_components/identity-line.tsx";
import { PermissionForm } from "../_components/permission-form.tsx";
import { SignedInAs } from "../_components/signed-in-as.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { loadChoices, loadMember } from "../load-consent.ts";

export const metadata: Metadata = { title: pageTitle("Allow access") };

type Search = { org?: string | string[]; preset?: string | string[]; problem?: string | string[] };
type PermissionsPageProps = { params: Promise<{ uid: string }>; searchParams: Promise<Search> };

/** What the app would get, before anything is shared. */
export default async function PermissionsPage({ params, searchParams }: PermissionsPageProps) {
  const { uid } = await params;
  const search = await searchParams;
  const { request, person, organisations } = await loadChoices(uid);
  const slug = typeof search.org === "string" ? search.org : undefined;
  const member = await loadMember(uid, slug);
  if (!member) redirect(`/connect/${uid}`);
  const preset = search.preset === "read" || search.preset === "all" ? search.preset : "suggested";
  const offered = await listOfferedGroups(member, { isSharedAddress: request.resource.kind === "shared" });
  const isProblem = search.problem === "nothing-ticked";
  return (
    <ConnectShell request={request}>
      <div className="grid gap-6">
        <h1 className="text-xl font-semibold text-balance">
          Let <bdi>{request.client.name}</bdi> use <bdi>{member.tenantName}</bdi>?
        </h1>
        <div className="grid gap-3">
          <IdentityLine client={request.client} />
          <DestinationLine request={request} />
          <IdentityBand client={request.client} />
        </div>
        <div className="grid gap-1 border-y py-3">
          <p>
            Your role at <bdi className="font-medium">{member.tenantName}</bdi>: {ROLE_WORDS[member.role]}
            {organisations.length > 1 && (
              <>
                {" · "}
                <a href={`/connect/${uid}`} className="text-accent-text underline">
                  Choose another
                </a>
              </>
            )}
          </p>
          <SignedInAs person={person} uid={uid} />
        </div>
        <PermissionForm
          request={request}
          member={member}
          offered={offered}
          ticked={isProblem ? [] : suggestGroups(offered, request.requestedGroups, preset)}
          preset={preset}
          isNothingTicked={isProblem}
          csrf={await makeConsentCsrf(uid)}
        />
      </div>
    </ConnectShell>
  );
}
