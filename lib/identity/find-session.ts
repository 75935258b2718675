import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { readCookie } from "./internal/cookies.ts";
import { isReviewerAdmitted } from "./internal/reviewer/is-reviewer-admitted.ts";
import { toLaterEnd } from "./policy.ts";
import { findLiveSession } from "./store.ts";

export type Session = {
  actor: PersonActor;
  sessionId: string;
  signedInAt: Date;
  endsAt: Date;
  /** Whether its person may stay signed in for longer, once it is about to end. */
  isExtendable: boolean;
  /** The zone they read times in, as IANA names it; null until they chose one. */
  timeZone: string | null;
};

/**
 * Who this browser is signed in as, or null: no cookie, not ours, or ended. The reviewer is signed in only while
 * there is a sandbox.
 */
export async function findSession(
  cookieHeader: string | null,
  now: Date = new Date(),
): Promise<Session | null> {
  const token = readCookie("session", cookieHeader);
  if (!token) return null;
  const row = await findLiveSession(sha256Hex(token), now);
  if (!row) return null;
  const { id: personId, email, name, boundTenantId } = row.person;
  if (boundTenantId !== null && !(await isReviewerAdmitted(now))) return null;
  const when = { signedInAt: row.createdAt, endsAt: row.expires };
  return {
    actor: {
      kind: "person",
      personId,
      email,
      name: name ?? email.slice(0, email.indexOf("@")),
      ...(row.method !== null && { signedInBy: row.method }),
      ...(boundTenantId !== null && { boundTo: boundTenantId }),
    },
    sessionId: row.id,
    ...when,
    isExtendable: toLaterEnd(when) !== null,
    timeZone: row.person.timeZone,
  };
}
