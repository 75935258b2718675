import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { listCallPlants } from "#lib/testing/retention/call-plants.ts";
import { plantRow } from "#lib/testing/retention/plant-row.ts";
import {
  ago,
  ahead,
  type Base,
  DAY,
  HOUR,
  member,
  type Plant,
  type Row,
  uuid,
} from "#lib/testing/retention/plant.ts";
import { PLANTS } from "#lib/testing/retention/plants.ts";
import { useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { JOBS } from "./policy.ts";
import { type PeriodName, PERIODS } from "./retention-periods.ts";

useDatabase();

/** What a job leaves out here: it asks the internet, and deletes nothing. */
const LEFT_OUT = new Set(["check-pinned-clients"]);

let admin: pg.Client;
let base: Base;
const plant = (table: string, row: Row) => plantRow(admin, table, row);

/** How long something lives that no job ends: the constant is the very one the code sets it by. */
const LIFETIMES: readonly PeriodName[] = [
  "code",
  "session",
  "sessionExtensions",
  "signInSteps",
  "knownBrowser",
  "look",
  "counting",
  "invitation",
  "connection",
  "connectRequest",
  "connectRequestMax",
  "connectCode",
  "accessToken",
  "accessTokenMin",
  "accessTokenMax",
  "refreshToken",
  "callsMin",
  "callsMax",
  "mailTried",
];
/** Shown by tests of their own below. */
const BELOW: readonly PeriodName[] = ["idleConnection", "replacedKey"];

const all = Object.entries(PLANTS).flatMap(([name, plants]) =>
  plants.map((one) => ({ ...one, name: name as PeriodName, seconds: PERIODS[name as PeriodName] })),
);
const extra = listCallPlants(7).map((one) => ({ ...one, name: "calls" as const, seconds: 7 * DAY }));
const planted = new Map<string, { old: Row; young: Row }>();

async function isThere({ table, key = ["id"] }: Plant, row: Row): Promise<boolean> {
  const { rows } = await admin.query(
    `SELECT 1 FROM ${table} WHERE ${key.map((column, index) => `"${column}" = $${index + 1}`).join(" AND ")}`,
    key.map((column) => row[column]),
  );
  return rows.length > 0;
}

beforeAll(async () => {
  const database = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
  admin = new pg.Client({ connectionString: withDatabase(inject("postgres").superuserUrl, database) });
  admin.on("error", () => undefined);
  await admin.connect();
  const tenant = await mintTenant();
  const actor = await mintMember(tenant, "owner");
  const { upstreamId } = await mintUpstream(tenant, { url: "https://gone.invalid/mcp", key: "k", tools: [] });
  await admin.query("UPDATE tenant.upstreams SET paused_at = now() WHERE id = $1", [upstreamId]);
  const { id: user_id } = await plant("auth.users", { email: actor.email, id: actor.personId });
  base = {
    actor,
    tenant: { tenant_id: tenant.tenantId },
    upstream_id: upstreamId,
    user_id: String(user_id),
    plant,
    sql: (text, values) => admin.query(text, values),
  };
  for (const one of [...all, ...extra]) {
    const margin = one.marginSeconds ?? Math.min(HOUR, one.seconds / 4);
    const old = await plant(one.table, await one.row(ago(one.seconds + margin), base));
    const young = await plant(one.table, await one.row(ago(one.seconds - margin), base));
    planted.set(one.title, { old, young });
  }
  for (const job of JOBS) if (!LEFT_OUT.has(job.name)) await job.run();
});
afterAll(() => admin.end());

describe("what the privacy page says goes is gone, and what it says stays is there", () => {
  test("every period it names is a row planted here, or a lifetime", () => {
    const shown = [...Object.keys(PLANTS), ...LIFETIMES, ...BELOW];
    expect(shown.toSorted()).toEqual(Object.keys(PERIODS).toSorted());
  });

  test.each([...all, ...extra].map((one) => [one.title, one] as const))("%s", async (title, one) => {
    const { old, young } = planted.get(title) ?? { old: {}, young: {} };
    expect({ old: await isThere(one, old), young: await isThere(one, young) }).toEqual({
      old: false,
      young: true,
    });
  });
});

describe("accounts stay", () => {
  const email = () => `${uuid()}@x.example`;
  const unused = { created_at: ago(900 * DAY), signed_in_at: ago(900 * DAY) };
  const purge = () => JOBS.find(({ name }) => name === "purge-people")?.run();
  const stays = async (id: unknown) =>
    (await admin.query("SELECT 1 FROM auth.users WHERE id = $1", [id])).rows.length === 1;

  test("while somebody is signed in, belongs to an organisation or left one, or asks to join one", async () => {
    const made: Row[] = [];
    for (let index = 0; index < 5; index += 1)
      made.push(await plant("auth.users", { email: email(), ...unused }));
    const [signedIn, belongs, left, asks, alone] = made.map(({ id }) => String(id));
    await plant("auth.login_sessions", { user_id: signedIn, expires: ahead() });
    await plant("tenant.memberships", { ...base.tenant, person_id: belongs, status: "active" });
    await plant("tenant.memberships", { ...base.tenant, person_id: left, status: "removed" });
    await plant("tenant.access_requests", { ...base.tenant, person_id: asks, state: "pending" });
    await purge();
    expect(await Promise.all([signedIn, belongs, left, asks, alone].map(stays))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe("connections and keys", () => {
  test("a connection past its time, or unused for 30 days, is ended, and another is not", async () => {
    const grant = (row: Row) => plant("tenant.grants", { ...base.tenant, ...member(base), ...row });
    const idle = (days: number) => ({ connected_at: ago(days * DAY), last_used_at: ago(days * DAY) });
    const rows = [
      await grant({ ...idle(31), created_at: ago(31 * DAY), expires_at: ahead() }),
      await grant({ ...idle(29), created_at: ago(29 * DAY), expires_at: ahead() }),
      await grant({ ...idle(1), created_at: ago(181 * DAY), expires_at: ago(DAY) }),
    ];
    await JOBS.find(({ name }) => name === "end-stale-connections")?.run();
    const ended = await Promise.all(
      rows.map(async ({ id }) => {
        const found = await admin.query("SELECT ended_reason FROM tenant.grants WHERE id = $1", [id]);
        return (found.rows[0] as { ended_reason: string | null }).ended_reason;
      }),
    );
    expect(ended).toEqual(["idle", null, "expired"]);
  });

  test("a replaced key is wiped when its time is over, and not before", async () => {
    const key = async (until: Date) => {
      const { tenantId } = await mintTenant();
      const { keyId } = await mintUpstream(
        { ...base.tenant, tenantId, slug: "", address: "", name: "" },
        { url: "https://gone.invalid/mcp", key: "trinity_mcp_abcd", tools: [] },
      );
      await admin.query(
        `UPDATE tenant.upstream_keys SET previous_version = 0, previous_sealed = 'x',
           previous_last_four = 'abcd', previous_until = $2 WHERE id = $1`,
        [keyId, until],
      );
      return keyId;
    };
    const ids = [await key(ago(60)), await key(ahead())];
    await JOBS.find(({ name }) => name === "look-at-keys")?.run();
    const left = await Promise.all(
      ids.map(async (id) => {
        const found = await admin.query("SELECT previous_sealed FROM tenant.upstream_keys WHERE id = $1", [
          id,
        ]);
        return (found.rows[0] as { previous_sealed: Buffer | null }).previous_sealed !== null;
      }),
    );
    expect(left).toEqual([false, true]);
  });
});
