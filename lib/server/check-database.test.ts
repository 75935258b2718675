import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { diffSchema } from "#lib/platform/db/diff-schema.ts";
import { checkLogin, checkNoSample, checkReachable } from "./check-database.ts";
import type { EmbeddedPostgres } from "./embedded-postgres/start-embedded-postgres.ts";
import { startThrowawayPostgres } from "./embedded-postgres/start-throwaway-postgres.ts";
import { removeSample } from "./remove-sample.ts";

const TIMEOUT = { timeout: 60_000 };

describe("the database checks", () => {
  let postgres: EmbeddedPostgres;
  beforeAll(async () => {
    postgres = await startThrowawayPostgres();
    await applyMigrations(postgres.urls.owner);
  }, 60_000);
  afterAll(() => postgres.stop());

  const inDatabase = (url: string) => {
    const changed = new URL(url);
    changed.pathname = "/trinity_connect";
    return changed.href;
  };
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: inDatabase(postgres.adminUrl) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  test("the migrations and the Prisma schema agree", TIMEOUT, async () => {
    expect(await diffSchema(postgres.urls.owner)).toBe("");
  });

  test("applying again changes nothing, also from two instances at once", TIMEOUT, async () => {
    const { owner } = postgres.urls;
    expect(await Promise.all([applyMigrations(owner), applyMigrations(owner)])).toEqual([[], []]);
  });

  test("the logins made by roles.sql pass", TIMEOUT, async () => {
    await expect(checkReachable("DATABASE_URL", postgres.urls.app)).resolves.toBeUndefined();
    await expect(checkLogin("DATABASE_URL", postgres.urls.app)).resolves.toBeUndefined();
    await expect(checkLogin("DATABASE_AUTH_URL", postgres.urls.auth)).resolves.toBeUndefined();
  });

  test("superuser, owner, BYPASSRLS and a login that can become another are refused", TIMEOUT, async () => {
    const { urls, adminUrl } = postgres;
    await expect(checkLogin("DATABASE_URL", inDatabase(adminUrl))).rejects.toThrow("is a superuser");
    await expect(checkLogin("DATABASE_URL", urls.owner)).rejects.toThrow("owns the schema");
    await admin("ALTER ROLE connect_app BYPASSRLS");
    await expect(checkLogin("DATABASE_URL", urls.app)).rejects.toThrow("has BYPASSRLS");
    await admin("ALTER ROLE connect_app NOBYPASSRLS; GRANT connect_owner TO connect_app");
    await expect(checkLogin("DATABASE_URL", urls.app)).rejects.toThrow("can SET ROLE");
    await admin("REVOKE connect_owner FROM connect_app");
    await expect(checkLogin("DATABASE_URL", urls.app)).resolves.toBeUndefined();
  });

  test("a wrong password is told without the address", TIMEOUT, async () => {
    const wrong = new URL(postgres.urls.app);
    wrong.password = "wrong";
    await expect(checkReachable("DATABASE_URL", wrong.href)).rejects.toThrow("(the login was refused)");
  });

  test(
    "a database with a sample organisation is refused until that organisation, and only it, is removed",
    TIMEOUT,
    async () => {
      await expect(checkNoSample(postgres.urls.app)).resolves.toBeUndefined();
      const columns = "(id, slug, address, name, is_sample)";
      await admin(
        `INSERT INTO "tenant"."tenants" ${columns} VALUES (gen_random_uuid(), 'a', 'a', 'A', true)`,
      );
      await expect(checkNoSample(postgres.urls.app)).rejects.toThrow("npm run sample:remove");
      await admin(
        `INSERT INTO "tenant"."tenants" ${columns} VALUES (gen_random_uuid(), 'b', 'b', 'B', false)`,
      );
      await admin(`INSERT INTO "tenant"."memberships" (tenant_id, id, person_id, email, name, role)
      SELECT id, gen_random_uuid(), gen_random_uuid(), 'x@example.com', 'X', 'owner' FROM "tenant"."tenants"`);
      expect(await removeSample(postgres.urls.app)).toBe(1);
      await expect(checkNoSample(postgres.urls.app)).resolves.toBeUndefined();
      expect(
        await admin(
          'SELECT slug FROM "tenant"."tenants" JOIN "tenant"."memberships" ON tenant_id = tenants.id',
        ),
      ).toEqual([{ slug: "b" }]);
    },
  );
});
