import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import type { ChainRow } from "./internal/chain.ts";
import { nameRows, resolveFilter, type Thing } from "./internal/naming/store.ts";
import { AuditFilterInput } from "./schema.ts";
import { listChainRows } from "./store.ts";

export type { ChainRow } from "./internal/chain.ts";
export type NamedChainRow = { row: ChainRow; actor: Thing | null; thing: Thing | null };

const Place = z.bigint().nonnegative();
const ROWS_MAX = 2_000;

/** The rows after a place in the chain and up to another, oldest first, as their hashes cover them, with names beside. */
export const readAuditChain = query({
  action: "audit.read",
  permission: "audit:read",
  input: AuditFilterInput.extend({ after: Place, until: Place, limit: z.int().min(1).max(ROWS_MAX) }),
  async run({ tx, actor: { tenantId } }, { after, until, limit, ...filter }): Promise<NamedChainRow[]> {
    const found = await resolveFilter(tx, tenantId, filter);
    const rows = await listChainRows(tx, tenantId, { ...filter, found, after, until, limit });
    const named = await nameRows(tx, tenantId, rows);
    return named.map(({ actor, thing, ...row }) => ({ row, actor, thing }));
  },
});
