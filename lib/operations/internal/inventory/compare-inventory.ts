import "#server-only";
import { PERIOD_WORDS } from "../../period-words.ts";
import { findCatalogue, findJobsThatRan, findOldest } from "../../store.ts";
import { STORED_DATA, type StoredKey } from "../../stored-data.ts";
import { AUTH_TABLES } from "../auth-tables.ts";
import type { Differences } from "../preflight/visit.ts";
import { TENANT_TABLES } from "../tenant-tables.ts";
import { AGED, toLimit } from "./aged-rows.ts";
import { findUnnamed, keptOf } from "./find-unnamed.ts";
import { type CatalogueColumn, toHeldTables, toTableName } from "./to-held-tables.ts";

const INVENTORIES = { auth: AUTH_TABLES, tenant: TENANT_TABLES } as const;

/**
 * This server's database beside the policy. `unnamed`: tables and columns as the database has them now that the policy does
 * not name, the other way round, and texts the page, as it is read, does not have. `overdue`: rows that are still there a
 * day and more after their time.
 */
export async function compareInventory(policy: string, now: Date = new Date()): Promise<Differences> {
  const columns = await findCatalogue(Object.keys(INVENTORIES));
  return {
    unnamed: [...compareTables(columns), ...compareTexts(policy)],
    overdue: await findOverdue(columns, now),
  };
}

function compareTables(columns: readonly CatalogueColumn[]): string[] {
  return Object.entries(INVENTORIES).flatMap(([schema, inventory]) => {
    const own = columns.filter((column) => column.schema === schema);
    return findUnnamed(toHeldTables(own, Object.keys(inventory)), inventory);
  });
}

/** Of what no job has come to yet, as right after the first start, nothing is said. */
async function findOverdue(columns: readonly CatalogueColumn[], now: Date): Promise<string[]> {
  const there = new Set(columns.map(({ schema, table, column }) => `${schema}.${table}.${column}`));
  const jobs = await findJobsThatRan();
  const overdue: string[] = [];
  for (const aged of AGED) {
    const { model, column, period } = aged;
    const table = toTableName(model);
    const ends = AUTH_TABLES[model]?.ends;
    if (ends === undefined || !jobs.has(ends) || !there.has(`auth.${table}.${column}`)) continue;
    const oldest = await findOldest(table, column);
    if (oldest === null || oldest >= toLimit(aged, now)) continue;
    const day = oldest.toISOString().slice(0, 10);
    overdue.push(`auth.${table}: since ${day}, the page says ${PERIOD_WORDS[period]}`);
  }
  return overdue;
}

function compareTexts(policy: string): string[] {
  const text = toOneLine(policy);
  return (Object.keys(STORED_DATA) as StoredKey[]).flatMap((key) => {
    const { title, what } = STORED_DATA[key];
    return [
      ...(text.includes(toOneLine(what)) ? [] : [`the page does not say what is kept of "${title}"`]),
      ...(text.includes(toOneLine(keptOf(key)))
        ? []
        : [`the page does not say for how long "${title}" is kept`]),
    ];
  });
}

const toOneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();
