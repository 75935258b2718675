import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Tx } from "../../store.ts";

/** A place in the order of one kind's rows, as it is stored. */
export type Cursor = { [name: string]: string | number };
export type StreamRow = { members: { [name: string]: unknown }; cursor: Cursor };

/** One kind of rows in an order in which nothing is ever added before what was read. */
export type StreamSource = {
  /** Where a stream begins that is to have what comes from now on. */
  findEnd: (tx: Tx, tenantId: TenantId) => Promise<Cursor>;
  /** Where one begins that is to have all that is kept. */
  start: Cursor;
  /** The rows after a place, up to another where one is named. */
  readPage: (
    tx: Tx,
    tenantId: TenantId,
    page: { after: Cursor; until: Cursor | null; limit: number },
  ) => Promise<StreamRow[]>;
  /** How many wait after a place, counted no further than `max`. */
  count: (tx: Tx, tenantId: TenantId, page: { after: Cursor; max: number }) => Promise<number>;
};

/** As exports write times, in UTC. */
export const toTime = (at: Date): string => at.toISOString().replace("Z", "+00:00");
