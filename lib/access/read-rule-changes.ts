import "#server-only";
import { z } from "zod";
import { ROLES } from "#lib/kernel/permissions.ts";
import type { RuleChange } from "./internal/plan-rules.ts";
import { fromAudited, toUndo } from "./internal/tools/change-rules.ts";

const RuleSchema = z.object({ role: z.enum(ROLES), allowed: z.boolean().nullable() });
const TargetSchema = z.templateLiteral([z.enum(["group", "tool"]), ":", z.string()]);

type AuditedRules = { action: string; target: string; before: unknown; after: unknown };

/**
 * What a row of the audit log says was changed of the rules about tools, backwards: for `revertToolPolicies`. Null where
 * the row does not carry all of it (more than two hundred rules), or changed nothing.
 */
export function readRuleChanges({ action, target, before, after }: AuditedRules): RuleChange[] | null {
  const changes = action === "tool-policy.set" ? readOne(target, before, after) : fromAudited(after);
  return changes === null || changes.length === 0 ? null : toUndo(changes);
}

function readOne(target: string, before: unknown, after: unknown): RuleChange[] | null {
  const [was, now] = [RuleSchema.safeParse(before).data, RuleSchema.safeParse(after).data];
  if (!was || !now || was.allowed === now.allowed || !TargetSchema.safeParse(target).success) return null;
  const [subject, ...rest] = target.split(":");
  const key = { role: now.role, subject: subject as RuleChange["subject"], name: rest.join(":") };
  return [{ ...key, from: was.allowed, to: now.allowed }];
}
