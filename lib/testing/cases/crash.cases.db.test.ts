import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { mintTenant } from "../mint.ts";
import { callServer } from "../race/call-server.ts";
import { CLIENT_ID, openConnection } from "../race/open-connection.ts";
import { type Cluster, startCluster } from "../race/start-cluster.ts";

// Two server processes on a Postgres of their own: here everything is killed.

let cluster: Cluster;
let host = "";

beforeAll(async () => {
  cluster = await startCluster();
  host = new URL(cluster.publicUrl).host;
});
afterAll(() => cluster.stop());

const urls = () => cluster.instances.map(({ url }) => url);

async function post(path: string, form: Record<string, string>, url = urls()[0] ?? "") {
  return await callServer({ url: `${url}${path}`, host, form });
}

async function newCode(): Promise<Record<string, string>> {
  const [url = ""] = urls();
  return await openConnection(await mintTenant(), { url, publicUrl: cluster.publicUrl });
}

async function connect(): Promise<{ access: string; refresh: string }> {
  const answer = await post("/oauth/token", await newCode());
  expect(answer?.status).toBe(200);
  return { access: String(answer?.json["access_token"]), refresh: String(answer?.json["refresh_token"]) };
}

/** What each instance answers to that token: outside a session a GET is 405 with a live one, 401 with a dead one. */
async function statuses(token: string): Promise<(number | undefined)[]> {
  const headers = { authorization: `Bearer ${token}` };
  const answers = await Promise.all(
    urls().map((url) => callServer({ url: `${url}/api/mcp`, host, method: "GET", headers })),
  );
  return answers.map((answer) => answer?.status);
}

async function refresh(token: string): Promise<[number | undefined, unknown]> {
  const form = { grant_type: "refresh_token", refresh_token: token, client_id: CLIENT_ID };
  const answer = await post("/oauth/token", form, urls()[1]);
  return [answer?.status, answer?.json["error"]];
}

async function crashEverything(): Promise<void> {
  await Promise.all([cluster.crashPostgres("SIGKILL"), ...cluster.instances.map((one) => one.crash())]);
  // Postgres replays its log first; meanwhile both answer 503.
  await expect.poll(() => refresh("nothing"), { timeout: 30_000 }).toEqual([400, "invalid_grant"]);
}

test("D16: what was ended before everything was killed is ended after it, and what lived lives", async () => {
  const [ended, kept] = [await connect(), await connect()];
  for (const { access } of [ended, kept]) expect(await statuses(access)).toEqual([405, 405]);
  expect((await post("/oauth/revoke", { token: ended.refresh, client_id: CLIENT_ID }))?.status).toBe(200);
  await crashEverything();
  expect(await statuses(ended.access)).toEqual([401, 401]);
  expect(await refresh(ended.refresh)).toEqual([400, "invalid_grant"]);
  expect(await statuses(kept.access)).toEqual([405, 405]);
  expect(await refresh(kept.refresh)).toEqual([200, undefined]);
});

test("D03 D16: a token that was used before the crash gets the same answer again after it", async () => {
  const { refresh: first } = await connect();
  const stranger = { grant_type: "refresh_token", refresh_token: first, client_id: "nobody" };
  expect((await post("/oauth/token", stranger))?.status).toBe(401);
  expect(await refresh(first)).toEqual([200, undefined]);
  await crashEverything();
  // Within its minute the same answer again, from the row the crash left; nothing is made twice.
  const again = await post("/oauth/token", { ...stranger, client_id: CLIENT_ID });
  const twice = await post("/oauth/token", { ...stranger, client_id: CLIENT_ID }, urls()[1]);
  expect([again?.status, again?.json["refresh_token"]]).toEqual([200, twice?.json["refresh_token"]]);
});

/** Sends a request that stops where it would store an access token, and kills everything there. */
async function crashDuring(send: () => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: getConfig().databaseAuthUrl });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("BEGIN");
  await client.query("LOCK TABLE auth.access_tokens IN ACCESS EXCLUSIVE MODE");
  const sent = send();
  const waiting = "SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted";
  const isWaiting = async () => (await client.query<{ waiting: number }>(waiting)).rows[0]?.waiting ?? 0;
  await expect.poll(isWaiting, { timeout: 30_000 }).toBeGreaterThan(0);
  await crashEverything();
  await sent;
}

test("C24: a crash between taking a code and giving its tokens leaves the code as it was", async () => {
  const form = await newCode();
  await crashDuring(() => post("/oauth/token", form));
  const answer = await post("/oauth/token", form, urls()[1]);
  expect([answer?.status, answer?.json["error"]]).toEqual([200, undefined]);
  expect(await statuses(String(answer?.json["access_token"]))).toEqual([405, 405]);
});

test("C24: a crash between taking a refresh token and giving its successor leaves the token as it was", async () => {
  const { refresh: token } = await connect();
  await crashDuring(() => refresh(token));
  expect(await refresh(token)).toEqual([200, undefined]);
});
