import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { plantRow } from "#lib/testing/retention/plant-row.ts";
import { ago, DAY } from "#lib/testing/retention/plant.ts";
import { useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { AUTH_TABLES } from "./internal/auth-tables.ts";
import { type Aged, AGED } from "./internal/inventory/aged-rows.ts";
import { compareInventory } from "./internal/inventory/compare-inventory.ts";
import { keptOf } from "./internal/inventory/find-unnamed.ts";
import { toTableName } from "./internal/inventory/to-held-tables.ts";
import { PRIVACY_TRUE } from "./internal/preflight/points/documents.ts";
import { runPoint } from "./internal/preflight/run-check.ts";
import { type Differences, type Inside, Visit } from "./internal/preflight/visit.ts";
import { JOBS } from "./policy.ts";
import { PERIODS } from "./retention-periods.ts";
import type { CheckResult } from "./schema.ts";
import { STORED_DATA, type StoredKey } from "./stored-data.ts";

useDatabase();

const POLICY = (Object.keys(STORED_DATA) as StoredKey[])
  .map((key) => `${STORED_DATA[key].what}\n How long: ${keptOf(key)}`)
  .join("\n");

let admin: pg.Client;
let undo = "";
beforeAll(async () => {
  const database = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
  admin = new pg.Client({ connectionString: withDatabase(inject("postgres").superuserUrl, database) });
  admin.on("error", () => undefined);
  await admin.connect();
});
afterEach(async () => {
  await admin.query(undo);
  undo = "";
});
afterAll(() => admin.end());

const NOTHING = { unnamed: [], overdue: [] };

async function change(sql: string, back: string): Promise<Differences> {
  undo = back;
  await admin.query(sql);
  return await compareInventory(POLICY);
}

test("of the database as the migrations leave it everything is named, and nothing that is not there", async () => {
  expect(await compareInventory(POLICY)).toEqual(NOTHING);
});

describe("what the policy does not name is told", () => {
  test.each([
    [
      "a table, also one no login of the server may read",
      "CREATE TABLE auth.diary (id uuid PRIMARY KEY, person_id uuid, text text)",
      "DROP TABLE auth.diary",
      ["auth.diary: in no category"],
    ],
    [
      "a table of organisations that has the name of another one of sign-in",
      "CREATE TABLE tenant.users (email text)",
      "DROP TABLE tenant.users",
      ["tenant.users: in no category"],
    ],
    [
      "a column of words",
      "ALTER TABLE auth.users ADD shoe_size varchar(4)",
      "ALTER TABLE auth.users DROP shoe_size",
      ["User.shoeSize: not named"],
    ],
    [
      "a list of words",
      "ALTER TABLE tenant.memberships ADD nicknames text[]",
      "ALTER TABLE tenant.memberships DROP nicknames",
      ["Membership.nicknames: not named"],
    ],
    [
      "an address of a network",
      "ALTER TABLE auth.login_sessions ADD came_from inet",
      "ALTER TABLE auth.login_sessions DROP came_from",
      ["LoginSession.cameFrom: not named"],
    ],
    [
      "when somebody did something last",
      "ALTER TABLE auth.users ADD last_seen_at timestamptz",
      "ALTER TABLE auth.users DROP last_seen_at",
      ["User.lastSeenAt: not named"],
    ],
    [
      "no number, no moment of the row, no choice of a closed list",
      "ALTER TABLE auth.users ADD visits int, ADD changed_at timestamptz, ADD role tenant.member_role",
      "ALTER TABLE auth.users DROP visits, DROP changed_at, DROP role",
      [],
    ],
  ])("%s", async (_what, sql, back, told) => {
    expect(await change(sql, back)).toEqual({ unnamed: told, overdue: [] });
  });

  test("and a table and a column the policy names that are gone", async () => {
    const { unnamed } = await change(
      "ALTER TABLE auth.spent_states RENAME TO once; ALTER TABLE auth.users RENAME time_zone TO zone",
      "ALTER TABLE auth.once RENAME TO spent_states; ALTER TABLE auth.users RENAME zone TO time_zone",
    );
    expect(unnamed.toSorted()).toEqual([
      "SpentState: there is no such table",
      "User.timeZone: there is no such column",
      "User.zone: not named",
      "auth.once: in no category",
    ]);
  });
});

describe("rows that stay longer than the policy says", () => {
  const takeTurn = async (name: string) =>
    await plantRow(admin, "auth.job_runs", { name, started_at: ago(0) });
  const plant = async ({ model, column, period }: Aged, daysMore: number) => {
    const user = await plantRow(admin, "auth.users", { email: `${crypto.randomUUID()}@x.example` });
    await plantRow(admin, `auth.${toTableName(model)}`, {
      ...(["LoginSession", "EmailChange"].includes(model) ? { user_id: user["id"] } : {}),
      ...(model === "Attempt" ? { started_at: ago(900 * DAY) } : {}),
      [column]: ago(PERIODS[period] + daysMore * DAY),
    });
  };

  test.each(AGED)("are told: $model, after $period", async (aged) => {
    const table = toTableName(aged.model);
    undo = `DELETE FROM auth.${table}; DELETE FROM auth.job_runs`;
    const ends = AUTH_TABLES[aged.model]?.ends ?? "";
    expect(JOBS.map(({ name }) => name)).toContain(ends);
    await plant(aged, 2);
    // Before its first turn a job has kept nothing too long.
    expect(await compareInventory(POLICY)).toEqual(NOTHING);
    await takeTurn(ends);
    expect((await compareInventory(POLICY)).overdue).toEqual([
      expect.stringMatching(`^auth\\.${table}: since \\d{4}-\\d\\d-\\d\\d, the page says \\w`),
    ]);
    await admin.query(`DELETE FROM auth.${table}`);
    await plant(aged, 0.9);
    expect(await compareInventory(POLICY)).toEqual(NOTHING);
  });
});

test("a page that leaves out what is kept, or for how long, is told", async () => {
  const { what } = STORED_DATA.counters;
  expect((await compareInventory(POLICY.replace(what, ""))).unnamed).toEqual([
    'the page does not say what is kept of "Counters"',
  ]);
  expect((await compareInventory(POLICY.replace(keptOf("calls"), "For ever."))).unnamed).toEqual([
    'the page does not say for how long "Calls" is kept',
  ]);
});

describe("the check of point 12", () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.setHeader("content-type", "text/html").end(`<main><p>${POLICY}</p></main>`);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  });
  afterAll(() => server.close());

  async function look(inside: Inside | null): Promise<CheckResult | undefined> {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const visit = new Visit({ url, reviewer: null, inside, runsEveryTool: false });
    const { checks } = await runPoint(visit, { number: 12, title: "Privacy policy", checks: [PRIVACY_TRUE] });
    return checks[0];
  }

  test("passes beside the database it is about, and takes another's word from outside", async () => {
    expect(await look({ compareInventory })).toMatchObject({ state: "passed" });
    expect(await look(null)).toMatchObject({ state: "needsOutside" });
  });

  test("fails with the words of what is not named", async () => {
    undo = "DROP TABLE auth.diary; ALTER TABLE auth.users DROP shoe_size";
    await admin.query("CREATE TABLE auth.diary (text text); ALTER TABLE auth.users ADD shoe_size text");
    expect(await look({ compareInventory })).toMatchObject({
      state: "failed",
      code: "unnamed",
      saw: "auth.diary: in no category; User.shoeSize: not named",
    });
  });

  test("fails with what stayed too long", async () => {
    undo = "DELETE FROM auth.revocations; DELETE FROM auth.job_runs";
    await plantRow(admin, "auth.job_runs", { name: "purge-revocations", started_at: ago(0) });
    await plantRow(admin, "auth.revocations", { at: new Date("2026-01-02"), kind: "grant" });
    expect(await look({ compareInventory })).toMatchObject({
      state: "failed",
      code: "overdue",
      saw: "auth.revocations: since 2026-01-02, the page says a day",
    });
  });
});
