import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { recordUpstream } from "./internal/record-upstream.ts";
import { type CheckRow, ConnectUpstreamInput } from "./schema.ts";
import { testUpstream } from "./test-upstream.ts";

export type ConnectOutcome = { rows: CheckRow[] } & ({ ok: true; id: UpstreamId } | { ok: false });

/**
 * Registers an instance: the three checks of `testUpstream` first, outside any transaction, then, only if all of them
 * pass, one audited command that stores it with its key sealed. The key is in no answer, log or audit row.
 */
export const connectUpstream = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<ConnectOutcome> => {
    const { name, ...target } = parseInput(ConnectUpstreamInput, raw);
    const report = await testUpstream(actor, target);
    if (!report.ok) return { ok: false, rows: report.rows };
    const { confirmSystem: _confirmed, ...kept } = target;
    const { owner, found, rows } = report;
    const { id } = await recordUpstream(actor, { name, ...kept, ...owner, ...found, rows });
    return { ok: true, id, rows };
  },
  { action: recordUpstream.action, permission: recordUpstream.permission },
);
