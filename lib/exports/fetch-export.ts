import "#server-only";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { findExportFile } from "./internal/find-export-file.ts";
import { findChunk } from "./store.ts";

export type ExportFile = { name: string; type: string; bytes: number; pieces: AsyncIterable<Uint8Array> };

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" } as const;
const expand = promisify(gunzip);

/**
 * The file that key opens, piece by piece. Throws `not_found` alike for a key that is over, made for another file or
 * another person, and for what is not there.
 */
export async function fetchExport(actor: MemberActor, raw: { id: string; key: string }): Promise<ExportFile> {
  const { id, kind, format, bytes, createdAt } = await findExportFile(actor, raw);
  const day = createdAt.toISOString().slice(0, 10);
  return {
    name: `${actor.tenantSlug}-${kind}-${day}.${format}`,
    type: TYPES[format],
    bytes,
    pieces: readPieces(actor, id),
  };
}

async function* readPieces({ tenantId }: MemberActor, id: string): AsyncGenerator<Uint8Array> {
  for (let place = 0; ; place += 1) {
    const piece = await findChunk(tenantId, { id, place });
    if (piece === null) break;
    yield await expand(piece);
  }
}
