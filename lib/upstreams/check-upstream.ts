import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { limitChecks } from "./internal/admit-check.ts";
import { admitRecheck } from "./internal/admit-recheck.ts";
import { recordCheck } from "./internal/record-check.ts";
import { type OnRow, runChecks } from "./internal/run-checks.ts";
import { toTried } from "./internal/tried.ts";
import type { CheckRow } from "./schema.ts";

export type CheckOutcome = { ok: boolean; rows: CheckRow[] };

/**
 * Tries a stored instance with its stored key and keeps what was found: rows, health, whose the key is, new, changed and
 * vanished tools. `onRow` is told each row as soon as it is known. Throws `not_found`, `forbidden` for a confirmation that
 * is not an owner's, `precondition_failed` without a key, `conflict` when
 * its address or key was changed meanwhile, `limit_exceeded`.
 */
export const checkUpstream = Object.assign(
  async (actor: MemberActor, raw: unknown, onRow?: OnRow): Promise<CheckOutcome> => {
    const { row, key, isSystemAllowed } = await admitRecheck(actor, raw);
    if (key === null) {
      throw new DomainError("precondition_failed", "This instance has no key. Enter one first.");
    }
    await limitChecks(actor);
    const { id, url, apiUrl, keyHeader } = row;
    const place = { url, apiUrl: apiUrl ?? undefined, keyHeader, pool: actor.tenantId };
    const report = await runChecks({ ...place, key, isSystemAllowed }, onRow);
    const { rows } = report;
    const tried = toTried(row);
    if (report.ok) await recordCheck(actor, { id, tried, rows, owner: report.owner, ...report.found });
    else {
      const { problem, status, code } = report;
      await recordCheck(actor, { id, tried, rows, problem, status, code, tools: [] });
    }
    return { ok: report.ok, rows };
  },
  { action: recordCheck.action, permission: recordCheck.permission },
);
