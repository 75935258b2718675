import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { recordEvent } from "#lib/activity/record-event.ts";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { type ConsentRequest, findConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { findEntry } from "#lib/tenants/find-entry.ts";
import { listMemberships, type MembershipSummary } from "#lib/tenants/list-memberships.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { requirePerson } from "../../../_http/current-person.ts";
import { endRequest } from "./end-request.ts";

type Choices = { request: ConsentRequest; person: PersonActor; organisations: MembershipSummary[] };

/**
 * The request this browser is answering, the signed-in person, and the organisations of theirs it can be for. A request
 * that expired, was answered or belongs to another browser ends here.
 */
export async function loadChoices(uid: string): Promise<Choices> {
  const request = await findConsentRequest(uid, (await headers()).get("cookie"));
  if (!request) redirect(endRequest(uid));
  const person = await requirePerson(`/connect/${uid}`);
  recordEvent({ stage: "S6", outcome: "seen", interactionUid: uid, personId: person.personId });
  return { request, person, organisations: await listChoices(request, person) };
}

/** The person as a member of the organisation they picked, or null when it is not theirs or not for this request. */
export async function findMember(
  request: ConsentRequest,
  person: PersonActor,
  slug: string | undefined,
): Promise<MemberActor | null> {
  const organisations = await listChoices(request, person);
  if (!slug || !organisations.some((organisation) => organisation.slug === slug)) return null;
  try {
    return await resolveMemberActor(person, slug);
  } catch (error) {
    // Which way they should have signed in, the page of permissions says before it asks.
    if (isDomainError(error, "not_found") || isDomainError(error, "precondition_failed")) return null;
    throw error;
  }
}

/** An organisation that lets in only who signed in otherwise says so first, and leads back here. */
export async function requireWay(uid: string, person: PersonActor, slug: string | undefined): Promise<void> {
  const entry = slug ? await findEntry(person, slug) : null;
  if (!slug || !entry || entry.ok || entry.reason !== "way") return;
  const next = `/connect/${uid}/permissions?${new URLSearchParams({ org: slug })}`;
  redirect(`/enter/${slug}?${new URLSearchParams({ next })}`);
}

async function listChoices({ resource }: ConsentRequest, person: PersonActor): Promise<MembershipSummary[]> {
  const all = (await listMemberships(person)).filter(({ state }) => state === "active");
  return resource.kind === "tenant" ? all.filter(({ address }) => address === resource.address) : all;
}
