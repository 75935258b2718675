import "#server-only";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { findSession, type Session } from "#lib/identity/find-session.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";

/** The browser's session, looked up once a request. */
export const currentSession = cache(
  async (): Promise<Session | null> => await findSession((await headers()).get("cookie")),
);

/** Who is asking, or null when nobody is signed in. */
export async function currentPerson(): Promise<PersonActor | null> {
  return (await currentSession())?.actor ?? null;
}

/** Who is asking; somebody not signed in goes to sign in and comes back to `nextPath`. */
export async function requirePerson(nextPath: string): Promise<PersonActor> {
  const person = await currentPerson();
  return person ?? redirect(`/sign-in?next=${encodeURIComponent(nextPath)}`);
}

/**
 * The same in a layout, which does not know its page's address: before anything of the page is sent, so that a stranger
 * is answered with a redirect and not with the frame of a page.
 */
export async function requirePersonHere(): Promise<PersonActor> {
  return await requirePerson((await currentPath()) ?? "/");
}

/** The address that was asked for, in a layout; null where nobody said. */
export async function currentPath(): Promise<string | null> {
  return (await headers()).get("x-path");
}

/** The zone whoever asks reads times in; UTC for strangers, and while the session cannot be looked up. */
export async function currentTimeZone(): Promise<string> {
  try {
    return (await currentSession())?.timeZone ?? "UTC";
  } catch (error) {
    unstable_rethrow(error);
    return "UTC";
  }
}
