import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closePools } from "#lib/platform/db/sql.ts";
import { configureFor } from "./configure-for.ts";

/** Gives this test file a database of its own, cloned from the migrated template, and configures the process for it. */
export function useDatabase(overrides: Record<string, string> = {}): void {
  const database = `test_${randomBytes(6).toString("hex")}`;
  beforeAll(async () => {
    const { superuserUrl, urls } = inject("postgres");
    const template = new URL(urls.owner).pathname.slice(1);
    await runSql(superuserUrl, `CREATE DATABASE ${database} TEMPLATE ${template}`);
    const onClone = (url: string) => withDatabase(url, database);
    configureFor(
      { urls: { owner: onClone(urls.owner), app: onClone(urls.app), auth: onClone(urls.auth) } },
      { PUBLIC_URL: "http://localhost:3000", ...overrides },
    );
  });
  afterAll(async () => {
    await closePools();
    await runSql(inject("postgres").superuserUrl, `DROP DATABASE ${database} WITH (FORCE)`);
  });
}

/** The same login on another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** One statement (or script) on a connection of its own. */
export async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
