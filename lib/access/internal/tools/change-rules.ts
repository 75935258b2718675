import "#server-only";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { digestRules, type RuleChange, type RuleKey, type StoredRule } from "../plan-rules.ts";
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

const AuditedSchema = z.object({ rules: z.array(z.string()), rulesChanged: z.int(), digest: z.string() });
const LINE = /^(owner|admin|member|auditor) (group|tool):(.+): (default|on|off) to (default|on|off)$/;
const WORDS: Record<string, boolean | null> = { default: null, on: true, off: false };

/** The changes `toAudited` wrote, where it wrote all of them; the digest says so. Null for everything else. */
export function fromAudited(after: unknown): RuleChange[] | null {
  const { data } = AuditedSchema.safeParse(after);
  if (!data || data.rules.length !== data.rulesChanged) return null;
  if (sha256Hex(data.rules.join("\n")) !== data.digest) return null;
  const changes = data.rules.flatMap((line): RuleChange[] => {
    const [, role, subject, name = "", from = "", to = ""] = LINE.exec(line) ?? [];
    if (role === undefined) return [];
    const key = { role: role as Role, subject: subject as RuleKey["subject"], name };
    return [{ ...key, from: WORDS[from] ?? null, to: WORDS[to] ?? null }];
  });
  return changes.length === data.rules.length ? changes : null;
}

/** The same changes backwards. */
export function toUndo(changes: readonly RuleChange[]): RuleChange[] {
  return changes.map((change) => ({ ...change, from: change.to, to: change.from }));
}
