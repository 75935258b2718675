import pg from "pg";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { runSql, useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { getConfig } from "../config/get-config.ts";
import { onEvent } from "./on-event.ts";
import { startBus } from "./start-bus.ts";
import { stopBus } from "./stop-bus.ts";

useDatabase();

const heard: string[] = [];
let end: () => void;
beforeAll(() => {
  end = onEvent("revoked", (payload) => heard.push(payload));
});
afterAll(async () => {
  end();
  await stopBus();
});

const say = (payload: string, channel = "connect_revoked") =>
  runSql(String(getConfig().databaseUrl), `SELECT pg_notify('${channel}', '${payload}')`);
const heardNow = (payload: string) => vi.waitFor(() => expect(heard).toContain(payload), 30_000);

/** Ends the connection that listens, as a restart of Postgres or an administrator would. */
async function cutListener(): Promise<void> {
  const { superuserUrl } = inject("postgres");
  const database = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
  await runSql(
    withDatabase(superuserUrl, database),
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'trinity-connect-bus'`,
  );
}

test("what is committed is heard, what is rolled back is not, and the other channel is apart", async () => {
  await startBus();
  await startBus();
  await heardNow("*");
  const writer = new pg.Client({ connectionString: getConfig().databaseUrl });
  await writer.connect();
  await writer.query("BEGIN; SELECT pg_notify('connect_revoked', 'undone'); ROLLBACK");
  await writer.end();
  await say("elsewhere", "connect_keys");
  await say("grant:1");
  await heardNow("grant:1");
  expect(heard).toEqual(["*", "grant:1"]);
});

test("a connection that was cut comes back, and everybody is told to look again", async () => {
  heard.length = 0;
  await cutListener();
  await heardNow("*");
  await say("grant:2");
  await heardNow("grant:2");
});

test("one that throws is nobody else's trouble", async () => {
  const endThrowing = onEvent("revoked", () => {
    throw new Error("no");
  });
  await say("grant:3");
  await heardNow("grant:3");
  endThrowing();
});

test("after the end nothing is heard and no connection is left", async () => {
  await stopBus();
  const client = new pg.Client({ connectionString: getConfig().databaseUrl });
  await client.connect();
  await vi.waitFor(async () => {
    const { rowCount } = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'trinity-connect-bus'`,
    );
    expect(rowCount).toBe(0);
  }, 30_000);
  await client.end();
});
