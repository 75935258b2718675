import "#server-only";
import { notFound } from "next/navigation";
import type { OperatorActor } from "#lib/kernel/actor.ts";
import { findOperator } from "#lib/operators/find-operator.ts";
import type { Admission } from "../(console)/admit.ts";
import { currentSession } from "../_http/current-person.ts";

/** Who sent a form of these pages: nothing typed is lost when an operator has to confirm that it is them. */
export async function asOperator(): Promise<Admission<OperatorActor>> {
  const found = findOperator(await currentSession());
  if (found.ok) return found;
  return found.reason === "stale" ? { ok: false, problem: { kind: "confirm-again" } } : notFound();
}
