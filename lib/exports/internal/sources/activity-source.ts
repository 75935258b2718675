import "#server-only";
import { CallFilterInput, readToolCalls } from "#lib/activity/read-tool-calls.ts";
import { CALL_COLUMNS, toCallCells } from "../../describe-call.ts";
import { type Source, toRow } from "./source.ts";

const PAGE = 2_000;

/** Tool calls, newest first: what comes while it is written stands before its first row and is not in it. */
export const activitySource: Source = {
  title: "Tool calls",
  filter: CallFilterInput,
  columns: CALL_COLUMNS,
  begin: async () => ({ facts: {}, rowsExpected: null }),
  async readPage(actor, { filter, cursor, toTime }) {
    const last = cursor as { at: string; id: string } | null;
    const before = last && { at: new Date(last.at), id: last.id };
    const calls = await readToolCalls(actor, { ...filter, ...(before && { before }), limit: PAGE });
    const rows = calls.map((call) => toRow(CALL_COLUMNS, toCallCells(call, toTime)));
    const end = calls.at(-1);
    const next = calls.length < PAGE || !end ? null : { at: end.at.toISOString(), id: end.id };
    return { rows, cursor: next };
  },
};
