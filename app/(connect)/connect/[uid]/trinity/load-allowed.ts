import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { type AllowedRequest, findAllowedRequest } from "#lib/oauth/find-allowed-request.ts";
import { requirePerson } from "../../../../_http/current-person.ts";
import { endRequest } from "../end-request.ts";
import { findMember } from "../load-consent.ts";

/** The request this browser has allowed, and the person in the organisation they allowed it for. */
export async function loadAllowed(
  uid: string,
  slug: string | undefined,
): Promise<AllowedRequest & { member: MemberActor }> {
  const allowed = await findAllowedRequest(uid, (await headers()).get("cookie"));
  if (!allowed) redirect(endRequest(uid));
  const here = `/connect/${uid}/trinity?${new URLSearchParams({ org: slug ?? "" })}`;
  const person = await requirePerson(here);
  const member = await findMember(allowed.request, person, slug);
  if (!member) redirect(endRequest(uid));
  return { ...allowed, member };
}
