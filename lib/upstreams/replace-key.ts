import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import type { CheckOutcome } from "./check-upstream.ts";
import { admitKeyCheck, limitChecks } from "./internal/admit-check.ts";
import { recordKey } from "./internal/record-key.ts";
import { type OnRow, runChecks } from "./internal/run-checks.ts";
import { toTried } from "./internal/tried.ts";
import { ReplaceKeyInput } from "./schema.ts";

/**
 * Tries a new key at the stored address and, only if all checks pass, seals it in the old one's place: calls go with it
 * from the next one on. The old one stands in, should the new one be refused, for as many hours as asked, and is wiped
 * then or with `settleKey`. A key that fails changes nothing. Throws `not_found`, `conflict` when two replace it at once,
 * `limit_exceeded`.
 */
export const replaceKey = Object.assign(
  async (actor: MemberActor, raw: unknown, onRow?: OnRow): Promise<CheckOutcome> => {
    const row = await admitKeyCheck(actor, raw);
    const { key, confirmSystem, overlapHours } = parseInput(ReplaceKeyInput, raw);
    await limitChecks(actor);
    const { url, apiUrl, keyHeader } = row;
    const place = { url, apiUrl: apiUrl ?? undefined, keyHeader, pool: actor.tenantId };
    const report = await runChecks({ ...place, key, isSystemAllowed: confirmSystem }, onRow);
    if (!report.ok) return { ok: false, rows: report.rows };
    const { owner, found, rows } = report;
    const tried = toTried(row);
    await recordKey(actor, { id: row.id, tried, key, overlapHours, ...owner, ...found, rows });
    return { ok: true, rows };
  },
  { action: recordKey.action, permission: recordKey.permission },
);
