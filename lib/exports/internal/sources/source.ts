import "#server-only";
import type { z } from "zod";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Cell } from "../../write-csv-line.ts";

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
/** What is fixed when the writing begins and stands in the file's head. */
export type Facts = { [name: string]: Json };
export type SourceRow = {
  cells: readonly Cell[];
  /** The same for JSONL. */
  members: { [name: string]: unknown };
};
export type SourcePage = { rows: SourceRow[]; cursor: Json };

export type PageRequest = {
  filter: { [name: string]: unknown };
  facts: Facts;
  /** Null for the first page. */
  cursor: Json;
  toTime: (at: Date) => string;
};

/** One kind of export: what it can be filtered by, its columns, and its rows page by page. */
export type Source = {
  title: string;
  filter: z.ZodType<{ [name: string]: unknown }>;
  columns: readonly string[];
  begin: (
    actor: MemberActor,
    filter: { [name: string]: unknown },
  ) => Promise<{ facts: Facts; rowsExpected: number | null }>;
  /** The cursor of the last page is null. */
  readPage: (actor: MemberActor, request: PageRequest) => Promise<SourcePage>;
};

/** A row whose JSONL has the columns' names. */
export function toRow(columns: readonly string[], cells: readonly Cell[]): SourceRow {
  return { cells, members: Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null])) };
}
