import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { setConfig } from "#lib/platform/config/get-config.ts";
import { parseConfig } from "#lib/platform/config/parse-config.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { run, withDatabase } from "./start-postgres.ts";

/** Gives this test file a database of its own, cloned from the migrated template, and configures the process for it. */
export function useDatabase(overrides: Record<string, string> = {}): void {
  const database = `test_${randomBytes(6).toString("hex")}`;
  beforeAll(async () => {
    const { superuserUrl, template } = inject("postgres");
    await run(superuserUrl, `CREATE DATABASE ${database} TEMPLATE ${template}`);
    const parsed = parseConfig({
      PUBLIC_URL: "http://localhost:3000",
      SECRETS: randomBytes(32).toString("base64url"),
      LOG_LEVEL: "silent",
      DATABASE_URL: withDatabase(superuserUrl, database, { user: "connect_app", password: "test" }),
      DATABASE_AUTH_URL: withDatabase(superuserUrl, database, { user: "connect_auth", password: "test" }),
      DATABASE_OWNER_URL: withDatabase(superuserUrl, database, { user: "connect_owner", password: "test" }),
      ...overrides,
    });
    if (!parsed.ok) throw new Error(parsed.reason);
    setConfig(parsed.config);
  });
  afterAll(async () => {
    await closePools();
    await run(inject("postgres").superuserUrl, `DROP DATABASE ${database} WITH (FORCE)`);
  });
}
