import "#server-only";
import type { NamedDetail } from "#lib/audit/find-audit-row.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { mayDo } from "#lib/kernel/permissions.ts";
import { findChange } from "./internal/taking-back/find-change.ts";

/** `open` for who may; else by which later row it was taken back, or changed again. */
export type TakingBack = { kind: "open" } | { kind: "taken-back" | "changed"; by: NamedDetail };

/** Whether the change of a row of the audit log can be taken back by the actor; null where there is nothing to say of it. */
export async function getTakingBack(actor: MemberActor, input: unknown): Promise<TakingBack | null> {
  const change = (await findChange(actor, input))?.change;
  if (!change) return null;
  const { standing, by, reversal } = change;
  if (standing !== "open") return by && { kind: standing, by };
  return mayDo(actor, reversal.permission) ? { kind: "open" } : null;
}
