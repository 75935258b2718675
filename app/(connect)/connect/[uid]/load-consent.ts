import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { type ConsentRequest, findConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { listMemberships, type MembershipSummary } from "#lib/tenants/list-memberships.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { requirePerson } from "../../../_http/current-person.ts";

/** The request this browser is answering; one that expired, was answered or belongs to another browser ends here. */
const loadConsent = cache(async (uid: string): Promise<ConsentRequest> => {
  const request = await findConsentRequest(uid, (await headers()).get("cookie"));
  if (!request) redirect("/connect/expired");
  return request;
});

/** The signed-in person, and the organisations of theirs this request can be for. */
export async function loadChoices(
  uid: string,
): Promise<{ request: ConsentRequest; person: PersonActor; organisations: MembershipSummary[] }> {
  const request = await loadConsent(uid);
  const person = await requirePerson(`/connect/${uid}`);
  const all = await listMemberships(person);
  const { resource } = request;
  const organisations =
    resource.kind === "tenant" ? all.filter((membership) => membership.address === resource.address) : all;
  return { request, person, organisations };
}

/** The person as a member of the organisation they picked, or null when it is not theirs or not for this request. */
export async function loadMember(uid: string, slug: string | undefined): Promise<MemberActor | null> {
  const { person, organisations } = await loadChoices(uid);
  if (!slug || !organisations.some((organisation) => organisation.slug === slug)) return null;
  try {
    return await resolveMemberActor(person, slug);
  } catch (error) {
    if (isDomainError(error, "not_found")) return null;
    throw error;
  }
}
