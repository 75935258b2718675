import "#server-only";
import { notFound, redirect } from "next/navigation";
import type { OperatorActor } from "#lib/kernel/actor.ts";
import { findOperator } from "#lib/operators/find-operator.ts";
import { currentPath, currentSession } from "./current-person.ts";
import { toConfirmPath } from "./require-recent-sign-in.ts";

/**
 * Whoever may open the operators' pages, signed in at most ten minutes ago. An operator whose sign-in is older confirms and
 * comes back; for anybody else the page does not exist.
 */
export async function requireOperator(): Promise<OperatorActor> {
  const found = findOperator(await currentSession());
  if (found.ok) return found.actor;
  return found.reason === "stale" ? redirect(toConfirmPath((await currentPath()) ?? "/ops")) : notFound();
}
