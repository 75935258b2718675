import "#server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { currentPerson, requirePerson } from "../_http/current-person.ts";

const findMember = cache(async (slug: string): Promise<MemberActor | null> => {
  const person = await currentPerson();
  if (!person) return null;
  try {
    return await resolveMemberActor(person, slug);
  } catch (error) {
    if (isDomainError(error, "not_found")) return null;
    throw error;
  }
});

/**
 * Who is asking, as a member of that organisation; looked up once a request. Somebody not signed in signs in and comes
 * back to `path`; an unknown organisation and one they are not in are the same missing page.
 */
export async function loadMember(slug: string, path: string): Promise<MemberActor> {
  await requirePerson(path);
  return (await findMember(slug)) ?? notFound();
}
