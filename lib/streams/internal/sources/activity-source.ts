import "#server-only";
import {
  type ChainPlace,
  countFollowingCalls,
  findLastBatch,
  listFollowingCalls,
} from "#lib/activity/follow-calls.ts";
import { CALL_COLUMNS, toCallCells } from "#lib/exports/describe-call.ts";
import { type Cursor, type StreamSource, toTime } from "./source.ts";

/** After every row of a batch. */
const WHOLE = 2_147_483_647;

function toPlace(cursor: Cursor): ChainPlace {
  return { batch: BigInt(cursor["batch"] ?? 0), place: Number(cursor["place"] ?? WHOLE) };
}

/** Calls in the order of their chain, whose batches are written in turns. A call that runs is in none of them yet. */
export const activitySource: StreamSource = {
  start: { batch: "0", place: WHOLE },
  findEnd: async (tx, tenantId) => ({ batch: String(await findLastBatch(tx, tenantId)), place: WHOLE }),
  async readPage(tx, tenantId, { after, until, limit }) {
    const page = { after: toPlace(after), until: until === null ? undefined : toPlace(until), limit };
    const calls = await listFollowingCalls(tx, tenantId, page);
    return calls.map((call) => {
      const cells = toCallCells(call, toTime);
      return {
        members: Object.fromEntries(CALL_COLUMNS.map((name, index) => [name, cells[index] ?? null])),
        cursor: { batch: String(call.batch), place: call.place },
      };
    });
  },
  count: (tx, tenantId, { after, max }) => countFollowingCalls(tx, tenantId, { after: toPlace(after), max }),
};
