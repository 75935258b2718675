import "#server-only";
import { redirect } from "next/navigation";
import type { Session } from "#lib/identity/find-session.ts";
import { currentSession } from "./current-person.ts";

/** Where somebody confirms that they are still themselves, and is led back to `nextPath`. */
export function toConfirmPath(nextPath: string): string {
  return `/sign-in/again?next=${encodeURIComponent(nextPath)}`;
}

/** Whether whoever asks signed in, or confirmed that it is them, at most that many minutes ago. */
export async function hasRecentSignIn(maxAgeMinutes: number): Promise<boolean> {
  const session = await currentSession();
  return session !== null && isRecent(session, maxAgeMinutes);
}

function isRecent({ signedInAt }: Session, maxAgeMinutes: number): boolean {
  return Date.now() - signedInAt.getTime() <= maxAgeMinutes * 60_000;
}

/**
 * The session, signed in at most that many minutes ago: for what cannot be taken back. Anybody else confirms or signs
 * in first and comes back to `nextPath`.
 */
export async function requireRecentSignIn(maxAgeMinutes: number, nextPath: string): Promise<Session> {
  const session = await currentSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(nextPath)}`);
  return isRecent(session, maxAgeMinutes) ? session : redirect(toConfirmPath(nextPath));
}
