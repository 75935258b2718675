import pg from "pg";
import { beforeAll, expect, inject, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { purgeCallCounts } from "../../purge-call-counts.ts";
import { CallCounts } from "./call-counts.ts";
import { CountExchange } from "./count-exchange.ts";

useDatabase();

const NOW = Date.now();
const LIMIT = 100;
let adminUrl: string;
beforeAll(() => {
  const name = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
  adminUrl = withDatabase(inject("postgres").superuserUrl, name);
});

function openInstance(name: string) {
  const counts = new CallCounts();
  const exchange = new CountExchange(counts);
  const call = (times = 1) => {
    let passed = 0;
    for (let count = 0; count < times; count += 1)
      if (counts.take([{ name, limit: LIMIT }], NOW) === null) passed += 1;
    return passed;
  };
  return { call, exchange: () => exchange.exchange() };
}

test("four instances allow together about what one would, though each counts for itself between exchanges", async () => {
  const instances = Array.from({ length: 4 }, () => openInstance("together"));
  let passed = 0;
  for (let second = 0; second < 30; second += 1) {
    for (const { call } of instances) passed += call(3);
    await Promise.all(instances.map(({ exchange }) => exchange()));
  }
  expect(passed).toBeGreaterThanOrEqual(LIMIT);
  expect(passed).toBeLessThanOrEqual(LIMIT * 1.25);
});

test("K04: without the database each goes on counting alone, and tells the others when it is back", async () => {
  const [one, two] = [openInstance("away"), openInstance("away")];
  const config = getConfig();
  await closePools();
  setConfig({ ...config, databaseAuthUrl: "postgres://nobody@127.0.0.1:1/none" });
  expect(one.call(60)).toBe(60);
  await one.exchange();
  expect([one.call(60), two.call(30)]).toEqual([40, 30]);
  await closePools();
  setConfig(config);
  expect(one.call()).toBe(0);
  await two.exchange();
  expect(two.call(200)).toBe(70);
});

test("many instances that tell of the same names at once, each in its order, lose nothing", async () => {
  const all = Array.from({ length: 6 }, () => {
    const counts = new CallCounts();
    return { counts, exchange: new CountExchange(counts) };
  });
  const names = Array.from({ length: 40 }, (_, name) => ({ name: `circle ${name}`, limit: 1_000 }));
  for (const [index, { counts }] of all.entries()) {
    const order = index % 2 === 0 ? names : names.toReversed();
    for (const one of order) for (let count = 0; count < 300; count += 1) counts.take([one], NOW);
  }
  await Promise.all(all.map(({ exchange }) => exchange.exchange()));
  const rows = await readRows();
  expect(rows.filter(({ points }) => points === 6 * 300)).toHaveLength(40);
});

test("what is stored names nobody and goes by itself", async () => {
  const one = openInstance("call person 42 ann@example.com");
  one.call(50);
  await one.exchange();
  const [row] = (await readRows()).filter(({ points }) => points === 50);
  expect(row?.key).toMatch(/^calls:[0-9a-f]{64}$/);
  expect(Number(row?.expire) - NOW).toBeLessThanOrEqual(120_000);
  await purgeCallCounts(new Date(NOW));
  expect(await readRows()).not.toEqual([]);
  await purgeCallCounts(new Date(NOW + 120_001));
  expect(await readRows()).toEqual([]);
});

async function readRows() {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ key: string; points: number; expire: string }>(
    "SELECT key, points, expire FROM auth.rate_buckets",
  );
  await client.end();
  return rows;
}
