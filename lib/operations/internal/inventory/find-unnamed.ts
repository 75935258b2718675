import "#server-only";
import { type PeriodWords, PERIOD_WORDS } from "../../period-words.ts";
import { STORED_DATA, type StoredKey } from "../../stored-data.ts";
import type { StoredTable } from "../stored-table.ts";

export type HeldColumn = {
  name: string;
  /** String, Json, Bytes, DateTime; any other holds no words. */
  type: string;
};
/** A table by its model's name, or as the database calls it where no model is its. */
export type HeldTable = { name: string; columns: readonly HeldColumn[] };
export type Inventory = Readonly<Record<string, StoredTable>>;

/** Numbers of the row and of its organisation. */
const KEYS = new Set(["id", "tenantId"]);

/** Whether a column may say something about somebody: all that holds text, and when somebody did something last. */
const maySay = ({ name, type }: HeldColumn) =>
  ["String", "Json", "Bytes"].includes(type) ||
  (type === "DateTime" && /^(?:last|signedIn|used|seen|emailVerified)/.test(name));

/** How long a category is kept, in the page's words. */
export function keptOf(category: StoredKey): string {
  return (STORED_DATA[category].kept as (words: PeriodWords) => string)(PERIOD_WORDS);
}

/** What of these tables the policy's categories do not name, and what they name that is not there. */
export function findUnnamed(held: readonly HeldTable[], inventory: Inventory): string[] {
  const names = new Set(held.map(({ name }) => name));
  const gone = Object.keys(inventory).filter((name) => !names.has(name));
  return [
    ...gone.map((name) => `${name}: there is no such table`),
    ...held.flatMap((table) => {
      const known = inventory[table.name];
      return known ? compareColumns(table, known) : [`${table.name}: in no category`];
    }),
  ];
}

function compareColumns({ name, columns }: HeldTable, { category, says = {}, other = "" }: StoredTable) {
  const known = new Set([...Object.keys(says), ...other.split(" ")].filter((one) => one !== ""));
  const unknown = columns.filter((one) => maySay(one) && !KEYS.has(one.name) && !known.has(one.name));
  const stale = [...known].filter((one) => !columns.some((column) => column.name === one));
  const text = `${STORED_DATA[category].what} ${keptOf(category)}`.toLowerCase();
  const unsaid = Object.entries(says).filter(([, words]) => !text.includes(words.toLowerCase()));
  return [
    ...unknown.map((column) => `${name}.${column.name}: not named`),
    ...stale.map((column) => `${name}.${column}: there is no such column`),
    ...unsaid.map(([column, words]) => `${name}.${column}: the page does not say "${words}"`),
  ];
}
