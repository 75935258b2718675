import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { ExportWork } from "../store.ts";
import { writeCsvLine } from "../write-csv-line.ts";
import { findSource } from "./sources/find-source.ts";
import type { Facts, SourceRow } from "./sources/source.ts";

/** How a file of one format begins, goes on and ends. Filter and time zone stand in it. */
export type FileWriter = {
  writeHead: () => string;
  writeRow: (row: SourceRow) => string;
  writeEnd: (rows: number) => string;
};

export function openWriter(work: ExportWork, actor: MemberActor, facts: Facts): FileWriter {
  return work.format === "csv" ? openCsv(work, actor) : openJsonLines(work, actor, facts);
}

/** The first line says what the file is; the second names the columns. */
function openCsv(
  { kind, filter, timeZone, createdAt, email }: ExportWork,
  { tenantName }: MemberActor,
): FileWriter {
  const { title, columns } = findSource(kind);
  const about = `# ${title} of ${tenantName}, asked for by ${email} at ${createdAt.toISOString()}. Time zone: ${timeZone}. Filter: ${JSON.stringify(filter)}`;
  return {
    writeHead: () => writeCsvLine([about]) + writeCsvLine(columns),
    writeRow: ({ cells }) => writeCsvLine(cells),
    writeEnd: () => "",
  };
}

function openJsonLines(work: ExportWork, actor: MemberActor, facts: Facts): FileWriter {
  const { kind, filter, timeZone, createdAt, email } = work;
  const { tenantId: id, tenantName: name, tenantSlug: slug } = actor;
  const head = {
    format: `trinity-connect-${kind}/1`,
    organisation: { id, name, slug },
    askedFor: { by: email, at: createdAt },
    timeZone,
    filter,
    ...facts,
  };
  return {
    writeHead: () => toLine(head),
    writeRow: ({ members }) => toLine(members),
    writeEnd: (rows) => toLine({ end: { rows } }),
  };
}

const toLine = (value: unknown) => `${JSON.stringify(value)}\n`;
