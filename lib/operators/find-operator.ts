import "#server-only";
import type { Session } from "#lib/identity/find-session.ts";
import type { OperatorActor } from "#lib/kernel/actor.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { currentOrigin } from "#lib/platform/limits/peer-address.ts";

/** The longest a sign-in may be ago for the operators' pages, in minutes. */
export const OPERATOR_MINUTES = 10;

/** `stale`: an operator, who has to confirm that it is them. `nobody`: anybody else, signed in or not. */
export type FoundOperator = { ok: true; actor: OperatorActor } | { ok: false; reason: "stale" | "nobody" };

/**
 * Who that session is to the operators' pages. The address must be one of OPERATORS and proved by a code or by Google: an
 * organisation's own provider vouches for its organisation, not for ours.
 */
export function findOperator(session: Session | null, now: Date = new Date()): FoundOperator {
  if (session === null) return { ok: false, reason: "nobody" };
  const { personId, email, signedInBy = "code", boundTo } = session.actor;
  const isNamed = getConfig().operators.includes(email) && boundTo === undefined;
  if (!isNamed || !["code", "google"].includes(signedInBy)) return { ok: false, reason: "nobody" };
  if (now.getTime() - session.signedInAt.getTime() > OPERATOR_MINUTES * 60_000) {
    return { ok: false, reason: "stale" };
  }
  const from = currentOrigin();
  return { ok: true, actor: { kind: "operator", personId, email, ...(from && { from }) } };
}
