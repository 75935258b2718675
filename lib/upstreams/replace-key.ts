import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import type { CheckOutcome } from "./check-upstream.ts";
import { admitKeyCheck, limitChecks } from "./internal/admit-check.ts";
import { recordKey } from "./internal/record-key.ts";
import { runChecks } from "./internal/run-checks.ts";
import { ReplaceKeyInput } from "./schema.ts";

/**
 * Tries a new key at the stored address and, only if all three checks pass, seals it in the old one's place. A key that
 * fails changes nothing. Throws `not_found`, `conflict` when two replace it at once, `limit_exceeded`.
 */
export const replaceKey = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<CheckOutcome> => {
    const row = await admitKeyCheck(actor, raw);
    const { key, confirmSystem } = parseInput(ReplaceKeyInput, raw);
    await limitChecks(actor);
    const { url, apiUrl, keyHeader } = row;
    const report = await runChecks({
      url,
      apiUrl: apiUrl ?? undefined,
      key,
      keyHeader,
      pool: actor.tenantId,
      isSystemAllowed: confirmSystem,
    });
    if (!report.ok) return { ok: false, rows: report.rows };
    await recordKey(actor, { id: row.id, key, ...report.owner, ...report.found });
    return { ok: true, rows: report.rows };
  },
  { action: recordKey.action, permission: recordKey.permission },
);
