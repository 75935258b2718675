import "#server-only";
import { z } from "zod";
import type { TenantId } from "#lib/kernel/ids.ts";
import { mayDo } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { findSource } from "./internal/sources/find-source.ts";
import { BEHIND_MAX, toState } from "./policy.ts";
import type { StreamFailure, StreamState } from "./schema.ts";
import { findStream, listParts, type Part, type Tx } from "./store.ts";
import type { StreamKind } from "./terms.ts";

/** A stream as its page shows it; no secret of it. */
export type LogStream = {
  id: string;
  version: number;
  /** Told to who may change it: an address may hold a secret of the collector's. */
  url: string | null;
  host: string;
  kinds: StreamKind[];
  header: { name: string; lastFour: string } | null;
  /** Until when the secret before signs too. */
  previousUntil: Date | null;
  state: StreamState;
  failure: StreamFailure | null;
  failingSince: Date | null;
  deliveredAt: Date | null;
  rows: number;
  /** Rows that wait; `isMore`: and more that are not counted. */
  behind: { rows: number; isMore: boolean };
  /** Rows that were forgotten for their age before they were delivered. */
  missed: number;
  test: { at: Date; failure: StreamFailure | null } | null;
};

/** The organisation's log stream; null where there is none. */
export const getLogStream = query({
  action: "log-stream.get",
  permission: "settings:read",
  input: z.strictObject({}),
  async run({ tx, actor }): Promise<LogStream | null> {
    const { tenantId } = actor;
    const row = await findStream(tx, tenantId);
    if (row === null) return null;
    const parts = await listParts(tx, tenantId, row.id);
    const { id, version, url, headerName, headerLastFour, previousUntil, testedAt } = row;
    return {
      id,
      version,
      url: mayDo(actor, "settings:write") ? url : null,
      host: new URL(url).host,
      kinds: parts.map(({ kind }) => kind),
      header: headerName === null ? null : { name: headerName, lastFour: headerLastFour ?? "" },
      previousUntil: previousUntil !== null && previousUntil > new Date() ? previousUntil : null,
      state: toState(row),
      failure: row.failure,
      failingSince: row.failingSince,
      deliveredAt: row.deliveredAt,
      rows: Number(row.rows),
      behind: await countBehind(tx, tenantId, parts),
      missed: Number(parts.reduce((missed, part) => missed + part.missed, 0n)),
      test: testedAt && { at: testedAt, failure: row.testFailure },
    };
  },
});

async function countBehind(tx: Tx, tenantId: TenantId, parts: readonly Part[]): Promise<LogStream["behind"]> {
  let rows = 0;
  for (const { kind, cursor } of parts) {
    rows += await findSource(kind).count(tx, tenantId, { after: cursor, max: BEHIND_MAX + 1 });
  }
  return { rows: Math.min(rows, BEHIND_MAX), isMore: rows > BEHIND_MAX };
}
