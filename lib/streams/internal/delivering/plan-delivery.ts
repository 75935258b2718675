import "#server-only";
import { DELIVERY_BYTES_MAX, DELIVERY_ROWS_MAX } from "../../policy.ts";
import { findStream, inTenantOf, listParts, type Part, type StreamRow, type Tx } from "../../store.ts";
import type { StreamKind } from "../../terms.ts";
import { findSource } from "../sources/find-source.ts";
import type { Cursor } from "../sources/source.ts";
import { type ClaimedStream, holdStream, moveCursor, savePending } from "./store.ts";

export type Delivery = {
  kind: StreamKind;
  id: string;
  body: string;
  rows: number;
  end: Cursor;
  stream: StreamRow;
};

const PAGE = 100;

/**
 * What of one kind is delivered next, fixed before it is sent: whoever goes on after a crash sends the same rows under
 * the same id. "lost" when somebody else took or changed the stream, null when nothing of that kind waits.
 */
export async function planDelivery(
  claimed: ClaimedStream,
  kind: StreamKind,
): Promise<Delivery | "lost" | null> {
  const { tenantId, id } = claimed;
  return await inTenantOf(tenantId, async (tx) => {
    if (!(await holdStream(tx, claimed))) return "lost";
    const stream = await findStream(tx, tenantId, id);
    const part = (await listParts(tx, tenantId, id)).find((one) => one.kind === kind);
    if (stream === null || part === undefined) return null;
    const { lines, end } = await readLines(tx, claimed, part);
    if (lines.length === 0) {
      // What was on its way is gone: forgotten for its age, or changed so that it comes later.
      if (part.pending !== null) await moveCursor(tx, claimed, { kind, cursor: part.pending.end });
      return null;
    }
    const pending = part.pending ?? { id: `msg_${crypto.randomUUID().replaceAll("-", "")}`, end };
    if (part.pending === null) await savePending(tx, claimed, { kind, pending });
    return { kind, ...pending, body: lines.join(""), rows: lines.length, stream };
  });
}

async function readLines(
  tx: Tx,
  { tenantId }: ClaimedStream,
  { kind, cursor, pending }: Part,
): Promise<{ lines: string[]; end: Cursor }> {
  const { readPage } = findSource(kind);
  const until = pending?.end ?? null;
  const lines: string[] = [];
  let [bytes, end] = [0, cursor];
  for (;;) {
    const limit = until === null ? Math.min(PAGE, DELIVERY_ROWS_MAX - lines.length) : PAGE;
    const rows = limit === 0 ? [] : await readPage(tx, tenantId, { after: end, until, limit });
    for (const row of rows) {
      const line = `${JSON.stringify({ kind, ...row.members })}\n`;
      bytes += Buffer.byteLength(line);
      if (until === null && lines.length > 0 && bytes > DELIVERY_BYTES_MAX) return { lines, end };
      lines.push(line);
      end = row.cursor;
    }
    if (rows.length < limit || limit === 0) return { lines, end };
  }
}
