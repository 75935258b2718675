import "#server-only";
import { CallFilterInput, readToolCalls } from "#lib/activity/read-tool-calls.ts";
import { type Source, toRow } from "./source.ts";

const PAGE = 2_000;
const COLUMNS = [
  "time",
  "id",
  "person",
  "address",
  "app",
  "app id",
  "connection",
  "instance",
  "tool",
  "method",
  "group",
  "effect",
  "outcome",
  "layer",
  "reason",
  "ms",
  "bytes in",
  "bytes out",
  "network",
];

/** Tool calls, newest first: what comes while it is written stands before its first row and is not in it. */
export const activitySource: Source = {
  title: "Tool calls",
  filter: CallFilterInput,
  columns: COLUMNS,
  begin: async () => ({ facts: {}, rowsExpected: null }),
  async readPage(actor, { filter, cursor, toTime }) {
    const last = cursor as { at: string; id: string } | null;
    const before = last && { at: new Date(last.at), id: last.id };
    const calls = await readToolCalls(actor, { ...filter, ...(before && { before }), limit: PAGE });
    const rows = calls.map((call) =>
      toRow(COLUMNS, [
        toTime(call.at),
        call.id,
        call.personName,
        call.personEmail,
        call.clientName,
        call.clientId,
        call.grantId,
        call.upstreamName,
        call.name,
        call.method,
        call.toolGroup,
        call.effect,
        call.outcome,
        call.layer,
        call.reason,
        call.ms,
        call.bytesIn,
        call.bytesOut,
        call.network,
      ]),
    );
    const end = calls.at(-1);
    const next = calls.length < PAGE || !end ? null : { at: end.at.toISOString(), id: end.id };
    return { rows, cursor: next };
  },
};
