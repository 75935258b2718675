import "#server-only";
import { z } from "zod";
import { readRuleChanges } from "#lib/access/read-rule-changes.ts";
import { revertArgumentLimit } from "#lib/access/revert-argument-limit.ts";
import { revertToolPolicies } from "#lib/access/revert-tool-policies.ts";
import type { AuditAction } from "#lib/audit/schema.ts";
import { type AuditedChange, type Reversal, reversal } from "./reversal.ts";

const RULES: readonly AuditAction[] = [
  "tool-policy.apply-preset",
  "tool-policy.revert",
  "tool-policy.set",
  "tool-policy.switch",
];

const toKeys = (change: Omit<AuditedChange, "thing">) =>
  readRuleChanges(change)?.map(({ role, subject, name }) => `${role} ${subject}:${name}`) ?? null;

/** Rules, however many at once. A later row that does not say which rules it changed may have changed these. */
export const TOOL_RULES: Reversal = {
  permission: revertToolPolicies.permission,
  rivals: RULES,
  findTarget: () => null,
  isSame: (change, later) => {
    const [own, others] = [toKeys(change), toKeys(later)];
    return own === null || others === null || others.some((key) => own.includes(key));
  },
  toInput: (change) => {
    const changes = readRuleChanges(change);
    return changes && { changes };
  },
  run: revertToolPolicies,
};

const ValuesSchema = z.array(z.string()).nullable();
const LimitSchema = z.object({ role: z.string(), argument: z.string(), allowed: ValuesSchema });
const KeySchema = LimitSchema.pick({ role: true, argument: true });

/** A limit removed has its role and argument before, others before and after. */
export const ARGUMENT_LIMIT = reversal({
  verb: revertArgumentLimit,
  rivals: ["argument-limit.remove", "argument-limit.revert", "argument-limit.set"],
  before: LimitSchema,
  after: z.object({ allowed: ValuesSchema }),
  toInput: ({ before, after, change }) => ({
    role: before.role,
    tool: change.target.replace("tool:", ""),
    argument: before.argument,
    from: after.allowed,
    to: before.allowed,
  }),
  isSame: (change, later) => {
    const [own, other] = [change.before, later.before].map((row) => KeySchema.safeParse(row).data);
    return own?.role === other?.role && own?.argument === other?.argument;
  },
});
