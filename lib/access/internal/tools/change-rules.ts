import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { digestRules, type RuleChange, type StoredRule } from "../plan-rules.ts";
import { findRules, lockRules, saveRules, type Tx } from "./store.ts";

const RULES_MAX = 10_000;
const LISTED_MAX = 200;

/** Throws `conflict` unless each of those roles has the rules that were seen. */
export function requireSeen(
  rules: readonly StoredRule[],
  roles: readonly Role[],
  seen: Partial<Record<Role, string>>,
): void {
  const digests = digestRules(rules);
  if (roles.some((role) => seen[role] !== digests[role])) throw changedSince();
}

export function changedSince(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody else changed the rules of this role a moment ago. Look at them, then choose again.",
  );
}

/** Writes what `plan` makes of the rules there are; nobody else changes rules of this organisation meanwhile. */
export async function changeRules(
  tx: Tx,
  tenantId: TenantId,
  plan: (rules: StoredRule[]) => Promise<RuleChange[]>,
): Promise<RuleChange[]> {
  await lockRules(tx, tenantId);
  const rules = await findRules(tx, tenantId);
  const changes = await plan(rules);
  const added = changes.filter(({ from, to }) => from === null && to !== null).length;
  if (rules.length + added > RULES_MAX) {
    throw new DomainError(
      "precondition_failed",
      "An organisation can have ten thousand rules about tools. Switch whole groups instead.",
    );
  }
  await saveRules(
    tx,
    tenantId,
    changes.map(({ from: _from, to, ...key }) => ({ ...key, allowed: to })),
  );
  return changes;
}

/** What the audit log keeps of a change: the first two hundred rules, how many there were, and a digest of all. */
export function toAudited(changes: readonly RuleChange[]) {
  const word = (allowed: boolean | null) => (allowed === null ? "default" : allowed ? "on" : "off");
  const lines = changes.map(
    ({ role, subject, name, from, to }) => `${role} ${subject}:${name}: ${word(from)} to ${word(to)}`,
  );
  return {
    rules: lines.slice(0, LISTED_MAX),
    rulesChanged: lines.length,
    digest: sha256Hex(lines.join("\n")),
  };
}

/** The same changes backwards. */
export function toUndo(changes: readonly RuleChange[]): RuleChange[] {
  return changes.map((change) => ({ ...change, from: change.to, to: change.from }));
}
