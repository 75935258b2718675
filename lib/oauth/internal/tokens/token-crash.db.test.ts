import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import {
  allow,
  type Answer,
  CLAUDE_CODE,
  codeForm,
  connect,
  makeMember,
  postForm,
  refresh,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { callServer } from "#lib/testing/race/call-server.ts";
import { type Instance, startInstance } from "#lib/testing/race/start-instance.ts";
import { useDatabase, withDatabase } from "#lib/testing/use-database.ts";

useDatabase();
useOauthServer();

let locker: pg.Client;
let watcher: pg.Client;
let other: Instance;

beforeAll(async () => {
  const { publicUrl, databaseUrl, databaseAuthUrl, secrets } = getConfig();
  const database = new URL(String(databaseUrl)).pathname.slice(1);
  const connectionString = withDatabase(inject("postgres").superuserUrl, database);
  [locker, watcher] = [new pg.Client({ connectionString }), new pg.Client({ connectionString })];
  await Promise.all([locker.connect(), watcher.connect()]);
  other = await startInstance({
    PUBLIC_URL: publicUrl,
    SECRETS: secrets.join(","),
    LOG_LEVEL: "silent",
    DATABASE_URL: String(databaseUrl),
    DATABASE_AUTH_URL: String(databaseAuthUrl),
    DATABASE_OWNER_URL: String(databaseAuthUrl),
  });
}, 60_000);
afterAll(async () => {
  await Promise.all([locker.end(), watcher.end(), other.stop()]);
});

/** Starts a token request, stops it where it stores the access token, after all else, and breaks it there. */
async function breakMidway(
  send: () => Promise<Answer>,
  how: "pg_terminate_backend" | "pg_cancel_backend",
): Promise<Answer> {
  await locker.query("BEGIN; LOCK TABLE auth.access_tokens IN EXCLUSIVE MODE");
  try {
    const answer = send();
    const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
      AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO auth.access_tokens%'`;
    await expect.poll(async () => (await watcher.query(waiting)).rowCount, { timeout: 10_000 }).toBe(1);
    await watcher.query(`SELECT ${how}(pid) FROM (${waiting}) w`);
    return await answer;
  } finally {
    await locker.query("ROLLBACK");
  }
}

test.each(["pg_terminate_backend", "pg_cancel_backend"] as const)(
  "C24 K03: a refresh that %s cuts off before its commit is a 503 that leaves the token as it was",
  async (how) => {
    const { tokens } = await connect(await makeMember());
    const cut = await breakMidway(() => refresh(tokens.refresh_token), how);
    expect([cut.status, cut.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(cut.json["error"]).toBe("temporarily_unavailable");
    const second = await refresh(tokens.refresh_token);
    expect(second.status).toBe(200);
    expect((await refresh(String(second.json["refresh_token"]))).status).toBe(200);
  },
);

test.each(["pg_terminate_backend", "pg_cancel_backend"] as const)(
  "C24 K03: a redemption that %s cuts off before its commit is a 503 that leaves the code as it was",
  async (how) => {
    const pending = await startRequest();
    const { code } = await allow(pending, await makeMember());
    const redeem = () => postForm("/oauth/token", codeForm(pending, code));
    expect((await breakMidway(redeem, how)).status).toBe(503);
    expect((await redeem()).status).toBe(200);
  },
);

async function refreshAtOther(token: string): Promise<{ status?: number; json: Answer["json"] }> {
  const form = { grant_type: "refresh_token", refresh_token: token, client_id: CLAUDE_CODE };
  const host = new URL(getConfig().publicUrl).host;
  return (await callServer({ url: `${other.url}/oauth/token`, host, form })) ?? { json: {} };
}

test("D02: callers racing over two instances get one successor, and a retry at the other gets it too", async () => {
  const { tokens } = await connect(await makeMember());
  const token = tokens.refresh_token;
  const race = await Promise.all([
    refresh(token),
    refreshAtOther(token),
    refresh(token),
    refreshAtOther(token),
    refresh(token),
  ]);
  expect(race.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const again = await refreshAtOther(token);
  expect(new Set([...race, again].map(({ json }) => json["refresh_token"])).size).toBe(1);
});

test("D12: a connection revoked at one instance refreshes at no other", async () => {
  const { tokens, pending } = await connect(await makeMember());
  const client_id = pending.params.get("client_id") ?? "";
  await postForm("/oauth/revoke", { token: tokens.refresh_token, client_id });
  expect((await refreshAtOther(tokens.refresh_token)).json["error"]).toBe("invalid_grant");
});
