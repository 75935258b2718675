import "#server-only";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { BYTES_MAX, KEPT_HOURS } from "../policy.ts";
import type { ClaimedExport, ExportWork, WrittenStep } from "../store.ts";
import { localTimeIn } from "./local-time.ts";
import { findSource, parseFilter } from "./sources/find-source.ts";
import type { Facts, Json } from "./sources/source.ts";
import { openWriter } from "./write-file.ts";
import { writeReadyMail } from "./write-ready-mail.ts";

const STEP_LENGTH = 1_000_000;
const STEP_PAGES = 40;
const compress = promisify(gzip);

/** The next piece of a file, about a megabyte before it is compressed; null when the file would be larger than any may be. */
export async function writeStep(
  claimed: ClaimedExport,
  work: ExportWork,
  actor: MemberActor,
): Promise<WrittenStep | null> {
  const source = findSource(work.kind);
  const filter = parseFilter(work.kind, work.filter);
  const isFirst = work.facts === null;
  const begun = isFirst
    ? await source.begin(actor, filter)
    : { facts: work.facts as Facts, rowsExpected: work.rowsExpected };
  const writer = openWriter(work, actor, begun.facts);
  const toTime = localTimeIn(work.timeZone);
  let text = isFirst ? writer.writeHead() : "";
  let cursor = work.cursor as Json;
  let rows = 0;
  for (let pages = 0; pages < STEP_PAGES && text.length < STEP_LENGTH; pages += 1) {
    const page = await source.readPage(actor, { filter, facts: begun.facts, cursor, toTime });
    for (const row of page.rows) text += writer.writeRow(row);
    rows += page.rows.length;
    cursor = page.cursor;
    if (cursor === null) break;
  }
  const isLast = cursor === null;
  if (isLast) text += writer.writeEnd(work.rows + rows);
  const bytes = Buffer.byteLength(text);
  if (work.bytes + bytes > BYTES_MAX) return null;
  const mail = writeReadyMail({ ...work, rows: work.rows + rows, facts: begun.facts }, actor);
  return {
    chunk: text === "" ? null : new Uint8Array(await compress(text)),
    place: work.chunks,
    rows,
    bytes,
    rowsExpected: begun.rowsExpected,
    cursor,
    facts: begun.facts,
    end: isLast
      ? {
          expiresAt: new Date(Date.now() + KEPT_HOURS * 3_600_000),
          tell: (tx) =>
            queueMail(tx, { tenantId: claimed.tenantId, kind: "export-ready", to: work.email, mail }),
        }
      : null,
  };
}
