import "#server-only";
import type { NamedDetail } from "#lib/audit/find-audit-row.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { mayDo, type Permission } from "#lib/kernel/permissions.ts";
import { findChange } from "./internal/taking-back/find-change.ts";

/** `open`, with what its verb asks for and whether the actor has it; else by which later row it was taken back, or changed again. */
export type TakingBack =
  | { kind: "open"; permission: Permission; isAllowed: boolean }
  | { kind: "taken-back" | "changed"; by: NamedDetail };

/** Whether the change of a row of the audit log can be taken back; null for one that never can. */
export async function getTakingBack(actor: MemberActor, input: unknown): Promise<TakingBack | null> {
  const change = (await findChange(actor, input))?.change;
  if (!change) return null;
  const { standing, by, reversal } = change;
  if (standing !== "open") return by && { kind: standing, by };
  const { permission } = reversal;
  return { kind: "open", permission, isAllowed: mayDo(actor, permission) };
}
