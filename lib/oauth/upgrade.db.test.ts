import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { authSql, closePools } from "#lib/platform/db/sql.ts";
import { runSql, useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { findSpentToken } from "./internal/tokens/store.ts";
import { purgeClients } from "./purge-clients.ts";

const PRISMA = path.resolve(import.meta.dirname, "../../prisma");
const FIRST = "20261120000000_first";
const GRANT = "0199a7a0-0000-7000-8000-000000000001";
const SPENT = sha256Hex("spent before");
const MARKED = sha256Hex("spent by an instance of the release before");

const database = `upgrade_${randomBytes(6).toString("hex")}`;
const urlOf = (login: "owner" | "app" | "auth") => withDatabase(inject("postgres").urls[login], database);
/** A call as the first release makes it: on a connection it keeps, prepared once. */
const call = () =>
  former.query({
    name: "resolve-access-token",
    text: `SELECT grant_id AS "grantId", tenant_address AS "tenantAddress", role
           FROM tenant.resolve_access_token($1)`,
    values: ["none"],
  });

useDatabase({
  DATABASE_URL: urlOf("app"),
  DATABASE_AUTH_URL: urlOf("auth"),
  DATABASE_OWNER_URL: urlOf("owner"),
});

let former: pg.Client;
let directory: string;
// A database as the first release left it, and one of its instances still at work while it moves on.
beforeAll(async () => {
  const { superuserUrl } = inject("postgres");
  await runSql(superuserUrl, `CREATE DATABASE ${database}`);
  await runSql(withDatabase(superuserUrl, database), await readFile(path.join(PRISMA, "roles.sql"), "utf8"));
  directory = await mkdtemp(path.join(tmpdir(), "trinity-connect-upgrade-"));
  await cp(path.join(PRISMA, "migrations", FIRST), path.join(directory, FIRST), { recursive: true });
  expect(await applyMigrations(urlOf("owner"), directory)).toEqual([FIRST]);
  await authSql().query(
    `INSERT INTO auth.oauth_clients (id, payload) VALUES ('connected', '{}'), ('idle', '{}')`,
  );
  await authSql().query("INSERT INTO auth.oauth_grants (id, payload) VALUES ($1, $2)", [
    GRANT,
    { clientId: "connected", accountId: "ann" },
  ]);
  await authSql().query(
    "INSERT INTO auth.refresh_tokens (id, payload, grant_id, consumed_at) VALUES ($1, '{}', $2, now())",
    [SPENT, GRANT],
  );
  former = new pg.Client({ connectionString: urlOf("app") });
  await former.connect();
  await call();
  await applyMigrations(urlOf("owner"));
}, 60_000);
afterAll(async () => {
  await former.end();
  await rm(directory, { recursive: true });
  await closePools();
  await runSql(inject("postgres").superuserUrl, `DROP DATABASE ${database} WITH (FORCE)`);
});

test("K13: an instance of the first release goes on with the statement it had prepared", async () => {
  expect((await call()).rows).toEqual([]);
});

test("K13: an instance of the first release that starts again beside this one finds nothing to do", async () => {
  expect(await applyMigrations(urlOf("owner"), directory)).toEqual([]);
});

test("a client that connected under the first release is not taken for one nobody ever used", async () => {
  await authSql().query("UPDATE auth.oauth_clients SET seen_at = now() - interval '4 days'");
  await purgeClients();
  const { rows } = await authSql().query("SELECT id FROM auth.oauth_clients");
  expect(rows).toEqual([{ id: "connected" }]);
});

test("K13: a refresh token the first release spent, before or beside this one, is known as spent", async () => {
  await authSql().query(
    "INSERT INTO auth.refresh_tokens (id, payload, grant_id, consumed_at) VALUES ($1, '{}', $2, now())",
    [MARKED, GRANT],
  );
  expect(await findSpentToken(SPENT)).toMatchObject({ grantId: GRANT, successor: null });
  expect(await findSpentToken(MARKED)).toMatchObject({ grantId: GRANT, successor: null });
});
