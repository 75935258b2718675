import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { limitChecks } from "./internal/admit-check.ts";
import { admitRecheck } from "./internal/admit-recheck.ts";
import { recordCheck } from "./internal/record-check.ts";
import { runChecks } from "./internal/run-checks.ts";
import type { CheckRow } from "./schema.ts";

export type CheckOutcome = { ok: boolean; rows: CheckRow[] };

/**
 * Tries a stored instance again with its stored key and keeps what was found: health, new, changed and vanished tools.
 * Throws `not_found`, `precondition_failed` without a key, `limit_exceeded`.
 */
export const checkUpstream = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<CheckOutcome> => {
    const { row, key, kind } = await admitRecheck(actor, raw);
    if (key === null) {
      throw new DomainError("precondition_failed", "This instance has no key. Enter one first.");
    }
    await limitChecks(actor);
    const report = await runChecks({
      url: row.url,
      apiUrl: row.apiUrl ?? undefined,
      key,
      keyHeader: row.keyHeader,
      pool: actor.tenantId,
      isSystemAllowed: kind === "system",
    });
    const found = report.ok ? report.found : { problem: report.problem, tools: [] };
    await recordCheck(actor, { id: row.id, ...found });
    return { ok: report.ok, rows: report.rows };
  },
  { action: recordCheck.action, permission: recordCheck.permission },
);
