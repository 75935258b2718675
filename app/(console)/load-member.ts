import "#server-only";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { type Entry, findEntry } from "#lib/tenants/find-entry.ts";
import { currentPerson, requirePerson } from "../_http/current-person.ts";

/** Whether whoever asks may enter that organisation; looked up once a request. Null when nobody is signed in. */
export const loadEntry = cache(async (slug: string): Promise<Entry | null> => {
  const person = await currentPerson();
  return person && (await findEntry(person, slug));
});

/**
 * Who is asking, as a member of that organisation. Somebody not signed in signs in and comes back to `path`; an unknown
 * organisation and one they are not in are the same missing page. A former slug moves on to the one it is now, and an
 * organisation they cannot enter at the moment says why on a page of its own.
 */
export async function loadMember(slug: string, path: string): Promise<MemberActor> {
  await requirePerson(path);
  const entry = await loadEntry(slug);
  if (!entry || (!entry.ok && entry.reason === "unknown")) notFound();
  if (entry.ok) return entry.actor;
  if (entry.reason !== "moved") redirect(`/enter/${slug}`);
  const base = `/o/${slug}`;
  redirect(`/o/${entry.slug}${path.startsWith(base) ? path.slice(base.length) : ""}`);
}
