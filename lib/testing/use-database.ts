import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { setConfig } from "#lib/platform/config/get-config.ts";
import { parseConfig } from "#lib/platform/config/parse-config.ts";
import { closePools } from "#lib/platform/db/sql.ts";

/** Gives this test file a database of its own, cloned from the migrated template, and configures the process for it. */
export function useDatabase(overrides: Record<string, string> = {}): void {
  const database = `test_${randomBytes(6).toString("hex")}`;
  beforeAll(async () => {
    const { superuserUrl, urls } = inject("postgres");
    const template = new URL(urls.owner).pathname.slice(1);
    await runSql(superuserUrl, `CREATE DATABASE ${database} TEMPLATE ${template}`);
    const parsed = parseConfig({
      PUBLIC_URL: "http://localhost:3000",
      SECRETS: randomBytes(32).toString("base64url"),
      LOG_LEVEL: "silent",
      DATABASE_URL: withDatabase(urls.app, database),
      DATABASE_AUTH_URL: withDatabase(urls.auth, database),
      DATABASE_OWNER_URL: withDatabase(urls.owner, database),
      ...overrides,
    });
    if (!parsed.ok) throw new Error(parsed.reason);
    setConfig(parsed.config);
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
