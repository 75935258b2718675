import "#server-only";
import type { z } from "zod";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError, isDomainError } from "#lib/kernel/errors.ts";
import { can, mayDo, type Permission } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { appendAudit } from "./append-audit.ts";
import { parseInput } from "./parse-input.ts";
import { refusePermission } from "./refuse-permission.ts";
import { findRoleNow } from "./store.ts";

type AuditFacts = {
  target: string;
  before?: { [key: string]: unknown };
  after?: { [key: string]: unknown };
};

/** One audit row, or for a verb that changes several things one for each of them. */
type Audited<Result> = { result: Result; audit: AuditFacts | readonly AuditFacts[] };

/** What a person was not allowed, or what is not theirs to see: both are told to whoever reads the audit log. */
const REFUSALS = ["forbidden", "not_found"] as const;

type CommandSpec<Schema extends z.ZodType, Result> = {
  action: string;
  permission: Permission;
  input: Schema;
  /** For what records the end of something slow: who lost the right meanwhile is refused. */
  isLate?: boolean;
  run: (context: { tx: Tx; actor: MemberActor }, input: z.output<Schema>) => Promise<Audited<Result>>;
};

/** What a change is beside its input: `takesBack` is the number of the row whose change it takes back, which its own says. */
export type CommandContext = { takesBack?: bigint };

export type Command<Result> = ((
  actor: MemberActor,
  input: unknown,
  context?: CommandContext,
) => Promise<Result>) & {
  readonly action: string;
  readonly permission: Permission;
};

/**
 * A verb that changes something: permission, then input, then one tenant transaction that holds the change and its
 * audit row. A refusal (the permission, or `forbidden` or `not_found` thrown by `run`) is audited too, in one row with
 * the id that was named, or the count of several. A refused permission throws `forbidden`, bad input `invalid_input`,
 * before anything is touched.
 */
export function command<Schema extends z.ZodType, Result>(
  spec: CommandSpec<Schema, Result>,
): Command<Result> {
  const verb = async (
    actor: MemberActor,
    raw: unknown,
    { takesBack }: CommandContext = {},
  ): Promise<Result> => {
    if (!mayDo(actor, spec.permission)) {
      await recordRefusal(actor, spec, { raw, reason: "forbidden" });
      throw refusePermission(actor, spec.permission);
    }
    const input = parseInput(spec.input, raw);
    try {
      return await inTenant(actor.tenantId, async (tx) => {
        if (spec.isLate) await requireStill(tx, actor, spec.permission);
        const { result, audit } = await spec.run({ tx, actor }, input);
        const entry = { tenantId: actor.tenantId, actor, action: spec.action, outcome: "done" } as const;
        for (const facts of [audit].flat()) await appendAudit(tx, { ...entry, ...noteRow(facts, takesBack) });
        return result;
      });
    } catch (error) {
      const reason = REFUSALS.find((code) => isDomainError(error, code));
      if (reason) await recordRefusal(actor, spec, { raw, reason });
      throw error;
    }
  };
  return Object.assign(verb, { action: spec.action, permission: spec.permission });
}

/** A row is immutable, so that the later one names the earlier, never the other way round. */
function noteRow(facts: AuditFacts, takesBack: bigint | undefined): AuditFacts {
  return takesBack === undefined
    ? facts
    : { ...facts, after: { ...facts.after, takesBack: String(takesBack) } };
}

async function requireStill(tx: Tx, actor: MemberActor, permission: Permission): Promise<void> {
  const role = await findRoleNow(tx, actor);
  if (role !== null && can(role, permission)) return;
  throw new DomainError(
    "forbidden",
    "Your role does not allow this any more. Ask an admin of your organisation.",
  );
}

async function recordRefusal(
  actor: MemberActor,
  { action, input }: { action: string; input: z.ZodType },
  { raw, reason }: { raw: unknown; reason: (typeof REFUSALS)[number] },
): Promise<void> {
  const { tenantId } = actor;
  const named = findNamed(input.safeParse(raw).data);
  const [first = ""] = named;
  const facts =
    named.length > 1
      ? { target: "", after: { reason, count: named.length } }
      : { target: first, after: { reason } };
  await inTenant(tenantId, (tx) =>
    appendAudit(tx, { tenantId, actor, action, outcome: "refused", ...facts }),
  );
}

/** What a verb was to be done to, where its input names that by an id or by several. */
function findNamed(input: unknown): readonly string[] {
  if (typeof input !== "object" || input === null) return [];
  if ("id" in input && typeof input.id === "string") return [input.id];
  if (!("ids" in input) || !Array.isArray(input.ids)) return [];
  return input.ids.filter((id) => typeof id === "string");
}
