import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import {
  inDependencyOrder,
  makeRow,
  readReferences,
  readTables,
  type Reference,
  type Row,
  type Table,
  toInput,
} from "#lib/testing/tenant-tables.ts";
import { useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { newId, type TenantId } from "../../kernel/ids.ts";
import { getConfig } from "../config/get-config.ts";
import { inTenant } from "./in-tenant.ts";
import { appSql } from "./sql.ts";

useDatabase();

const A = newId<TenantId>();
const B = newId<TenantId>();
/** What is written once: not even its own organisation changes or removes a row. */
const LOGS = new Set([
  "audit_events",
  "tool_calls",
  "tool_call_batches",
  "tool_call_days",
  "tool_call_hours",
  "tool_call_ledgers",
  "tool_call_people",
]);
const DENIED = /permission denied|must be owner|row-level security/;
let admin: pg.Client;
let app: pg.Client;
let auth: pg.Client;
let tables: Table[];
let references: Reference[];

beforeAll(async () => {
  const { databaseUrl, databaseAuthUrl } = getConfig();
  const superuser = withDatabase(
    inject("postgres").superuserUrl,
    new URL(databaseUrl ?? "").pathname.slice(1),
  );
  admin = new pg.Client({ connectionString: superuser });
  app = new pg.Client({ connectionString: databaseUrl });
  auth = new pg.Client({ connectionString: databaseAuthUrl });
  await Promise.all([admin.connect(), app.connect(), auth.connect()]);
  tables = await readTables(admin);
  references = await readReferences(admin);
  for (const tenantId of [A, B]) {
    const made: Record<string, Row> = {};
    for (const table of inDependencyOrder(tables, references)) {
      const row = (made[table.name] = makeRow(table, tenantId, made, references));
      await as(tenantId, (client) => insert(client, table, row));
    }
  }
});
afterAll(async () => {
  await Promise.all([admin.end(), app.end(), auth.end()]);
});

async function insert(client: pg.Client, { name }: Table, row: Row): Promise<pg.QueryResult> {
  const columns = Object.keys(row);
  const marks = columns.map((_, index) => `$${index + 1}`);
  const list = columns.map((column) => `"${column}"`).join(", ");
  return await client.query(
    `INSERT INTO tenant."${name}" (${list}) VALUES (${marks.join(", ")})`,
    Object.values(row),
  );
}

/** As the app login inside a tenant's transaction. */
async function as<Result>(
  tenantId: TenantId | null,
  run: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  await app.query("BEGIN");
  try {
    if (tenantId) await app.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    const result = await run(app);
    await app.query("COMMIT");
    return result;
  } catch (error) {
    await app.query("ROLLBACK");
    throw error;
  }
}

async function rowOf({ name, key }: Table, tenantId: TenantId): Promise<Row> {
  const { rows } = await admin.query<Row>(`SELECT * FROM tenant."${name}" WHERE "${key}" = $1`, [tenantId]);
  return rows[0] ?? {};
}

async function each(run: (table: Table) => Promise<void>): Promise<void> {
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["tenants", "grants", "audit_events"]),
  );
  for (const table of tables) await run(table);
}

describe("another tenant", () => {
  test("I01: sees no row of any table", () =>
    each(async (table) => {
      const { rows } = await as(B, (client) => client.query<Row>(`SELECT * FROM tenant."${table.name}"`));
      // Triggers may add rows of its own to the one that was inserted.
      expect(new Set(rows.map((row) => row[table.key])), table.name).toEqual(new Set([B]));
    }));

  test("I02: adds no row to any table in somebody else's name", () =>
    each(async (table) => {
      const row = { ...(await rowOf(table, A)) };
      if (table.key !== "id" && "id" in row) row["id"] = crypto.randomUUID();
      await expect(
        as(B, (client) => insert(client, table, toInput(row, table))),
        table.name,
      ).rejects.toThrow(DENIED);
    }));

  test("changes, moves and deletes no row of any table", () =>
    each(async (table) => {
      const isLog = LOGS.has(table.name);
      const column = table.columns.find(({ type }) => type === "text")?.name ?? table.key;
      const update = `UPDATE tenant."${table.name}" SET "${column}" = "${column}" WHERE "${table.key}" = $1`;
      const remove = `DELETE FROM tenant."${table.name}" WHERE "${table.key}" = $1`;
      for (const sql of [update, remove]) {
        const attempt = as(B, (client) => client.query(sql, [A]));
        const isTenant = table.name === "tenants" && sql.startsWith("DELETE");
        if (isLog || isTenant) await expect(attempt, table.name).rejects.toThrow(DENIED);
        else expect((await attempt).rowCount, `${table.name}: ${sql}`).toBe(0);
      }
      if (isLog) return;
      const move = `UPDATE tenant."${table.name}" SET "${table.key}" = $1`;
      await expect(
        as(B, (client) => client.query(move, [A])),
        table.name,
      ).rejects.toThrow(/row-level security|foreign key|duplicate key/);
      expect(await rowOf(table, A), table.name).not.toEqual({});
    }));

  test("I08: refers to no row of somebody else's; every reference carries the tenant", async () => {
    const inside = references.filter(({ to }) => to !== "tenants");
    expect(inside.length).toBeGreaterThan(2);
    for (const { from, to, columns, targets } of inside) {
      expect(columns, `${from} to ${to}`).toContain("tenant_id");
      const table = tables.find(({ name }) => name === from);
      const target = tables.find(({ name }) => name === to);
      if (!table || !target) throw new Error(from);
      const [own, foreign] = [await rowOf(table, B), await rowOf(target, A)];
      const row: Row = { ...own };
      if ("id" in row) row["id"] = crypto.randomUUID();
      columns.forEach((column, index) => {
        if (column !== "tenant_id") row[column] = foreign[targets[index] ?? ""];
      });
      // Its own row would stand in the way of another with the same key.
      const replace = async (client: pg.Client) => {
        if (!LOGS.has(from)) await client.query(`DELETE FROM tenant."${from}" WHERE tenant_id = $1`, [B]);
        return await insert(client, table, toInput(row, table));
      };
      await expect(as(B, replace), `${from} to ${to}`).rejects.toThrow(/foreign key|row-level security/);
    }
  });
});

describe("no context", () => {
  test("I05: shows no row and takes none", () =>
    each(async (table) => {
      const { rowCount } = await as(null, (client) => client.query(`SELECT FROM tenant."${table.name}"`));
      expect(rowCount, table.name).toBe(0);
      const row = toInput(await rowOf(table, A), table);
      await expect(
        as(null, (client) => insert(client, table, row)),
        table.name,
      ).rejects.toThrow(DENIED);
    }));

  test("I06: what one transaction set is gone for the next user of the connection", async () => {
    await inTenant(A, (tx) => tx.$queryRaw`SELECT current_setting('app.tenant_id')`);
    const client = await appSql().connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT set_config('app.tenant_id', $1, true)", [A]);
      await client.query("COMMIT");
      expect((await client.query("SELECT FROM tenant.tenants")).rowCount).toBe(0);
    } finally {
      client.release();
    }
  });

  test("I04: interleaved tenants on shared connections never see each other", async () => {
    const seen = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const tenantId = index % 2 === 0 ? A : B;
        const rows = await inTenant(tenantId, (tx) => tx.tenant.findMany({ select: { id: true } }));
        return rows.length === 1 && rows[0]?.id === tenantId;
      }),
    );
    expect(seen.every(Boolean)).toBe(true);
  });
});

describe("the app login", () => {
  test.each([
    "SET ROLE connect_owner",
    "SET ROLE connect_auth",
    "SET ROLE connect_resolver",
    "SET SESSION AUTHORIZATION connect_owner",
    "ALTER TABLE tenant.grants DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE tenant.grants DISABLE TRIGGER ALL",
    "TRUNCATE tenant.audit_events",
    "TRUNCATE tenant.tenants CASCADE",
    "UPDATE tenant.audit_events SET action = 'x'",
    "DELETE FROM tenant.audit_events",
    "CREATE TABLE tenant.x (id int)",
    "CREATE FUNCTION tenant.x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE public.x (id int)",
    "DROP POLICY in_tenant ON tenant.grants",
    "ALTER ROLE connect_app BYPASSRLS",
    "SET session_replication_role = replica",
    "DELETE FROM tenant.tenants",
    "COPY tenant.tenants TO PROGRAM 'cat'",
  ])("I10, I12: is refused %s", async (sql) => {
    await expect(as(A, (client) => client.query(sql))).rejects.toThrow(/permission denied|must be owner/);
  });

  test("I10: with row_security off a query fails instead of showing everything", async () => {
    const attempt = as(null, async (client) => {
      await client.query("SET LOCAL row_security = off");
      return await client.query("SELECT FROM tenant.tenants");
    });
    await expect(attempt).rejects.toThrow(/row-level security/);
  });

  test("L08: reads nothing of the sign-in and OAuth store, and that login nothing of the tenants", async () => {
    const { rows } = await admin.query<{ schema: string; name: string }>(
      "SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname IN ('auth', 'tenant')",
    );
    for (const { schema, name } of rows) {
      const stranger = schema === "auth" ? app : auth;
      await expect(stranger.query(`SELECT FROM "${schema}"."${name}"`), name).rejects.toThrow(
        /permission denied/,
      );
    }
    expect(new Set(rows.map(({ schema }) => schema)).size).toBe(2);
  });
});

describe("M07: the catalogue of the database", () => {
  test("every tenant table has row-level security enabled and forced, with a policy, and belongs to the owner", async () => {
    const { rows } = await admin.query<{ name: string }>(`
      SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'tenant' AND c.relkind IN ('r', 'p') AND NOT (
        c.relrowsecurity AND c.relforcerowsecurity AND pg_get_userbyid(c.relowner) = 'connect_owner'
        AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'in_tenant'))`);
    expect(rows).toEqual([]);
    const without = tables.filter(
      ({ name, columns }) => name !== "tenants" && !columns.some((c) => c.name === "tenant_id"),
    );
    expect(without).toEqual([]);
  });

  test("every SECURITY DEFINER function has its search path pinned and is not for everybody", async () => {
    const { rows } = await admin.query<{ name: string; config: string[] | null; open: boolean }>(`
      SELECT p.proname AS name, p.proconfig AS config, has_function_privilege('public', p.oid, 'EXECUTE') AS open
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname IN ('tenant', 'auth', 'public') AND p.prosecdef`);
    expect(rows.length).toBeGreaterThan(0);
    for (const { name, config, open } of rows) {
      expect(config, name).toEqual(["search_path=pg_catalog, pg_temp"]);
      expect(open, name).toBe(false);
    }
  });

  test("I09: no view shows rows by its owner's rights", async () => {
    const { rows } = await admin.query(`
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('tenant', 'auth', 'public') AND (c.relkind = 'm'
        OR c.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false))`);
    expect(rows).toEqual([]);
  });
});
