import pg from "pg";
import { expect, test } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { unseal } from "#lib/platform/crypto/seal.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql, closePools } from "#lib/platform/db/sql.ts";
import { replaceOnce } from "#lib/platform/registry/once.ts";
import {
  ask,
  CLAUDE,
  CLAUDE_CODE,
  connect,
  makeMember,
  outcomeOf,
  refresh,
  SHARED,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { resolveClientActor } from "../../resolve-client-actor.ts";

useDatabase();
useOauthServer();

const DAY_SECONDS = 86_400;
const REFUSED = [400, "invalid_grant"];
const isLive = async (token: unknown) => (await resolveClientActor(`Bearer ${String(token)}`, null)).ok;

async function begin() {
  const member = await makeMember();
  const { tokens, grantId } = await connect(member);
  return { member, grantId, token: tokens.refresh_token, tokens };
}

/** Refreshes and returns the new refresh token. */
async function rotate(token: string): Promise<string> {
  const answer = await refresh(token);
  expect(answer.status).toBe(200);
  return String(answer.json["refresh_token"]);
}

/** Moves a token's rotation into the past; the database's clock is the only one that counts. */
async function age(token: string, seconds: number): Promise<void> {
  const text =
    "UPDATE auth.spent_tokens SET spent_at = spent_at - make_interval(secs => $2) WHERE id = decode($1, 'hex')";
  expect((await authSql().query(text, [sha256Hex(token), seconds])).rowCount).toBe(1);
}

async function secondsLeft(token: string): Promise<number> {
  const text =
    "SELECT extract(epoch FROM expires_at - now())::float8 AS left FROM auth.refresh_tokens WHERE id = $1";
  return (await authSql().query<{ left: number }>(text, [sha256Hex(token)])).rows[0]?.left ?? 0;
}

test("D02: racing refreshes of one token are all answered with the same successor, and it works", async () => {
  const { token } = await begin();
  const race = await Promise.all(Array.from({ length: 5 }, () => refresh(token)));
  expect(race.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  for (const name of ["refresh_token", "access_token"]) {
    expect(new Set(race.map(({ json }) => json[name])).size, name).toBe(1);
  }
  expect(await isLive(race[0]?.json["access_token"])).toBe(true);
  await rotate(String(race[0]?.json["refresh_token"]));
});

test("D02: forty families of five racing callers need no second connection: four in the pool are enough", async () => {
  await closePools();
  const pool = new pg.Pool({ connectionString: getConfig().databaseAuthUrl, max: 4 });
  // The database is dropped at the end of this file, whoever is still connected.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  replaceOnce("db.auth-pool", pool);
  const families = await Promise.all(Array.from({ length: 40 }, begin));
  const races = await Promise.all(
    families.map(({ token }) => Promise.all(Array.from({ length: 5 }, () => refresh(token)))),
  );
  for (const race of races) {
    expect(race.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(race.map(({ json }) => json["refresh_token"])).size).toBe(1);
  }
}, 60_000);

test("D03: a caller whose answer was lost asks again and gets it, its lifetime counted from the first time", async () => {
  const { token } = await begin();
  const first = await refresh(token);
  await age(token, 40);
  const again = await refresh(token);
  expect(again.status).toBe(200);
  expect(again.headers.get("cache-control")).toContain("no-store");
  expect(Number(first.json["expires_in"]) - Number(again.json["expires_in"])).toBeGreaterThanOrEqual(40);
  expect({ ...again.json, expires_in: 0 }).toEqual({ ...first.json, expires_in: 0 });
});

test("D03: a parameter without a value is one left out, in the retry too (RFC 6749 section 3.2)", async () => {
  const { token } = await begin();
  const first = await refresh(token, { resource: "" });
  const again = await refresh(token, { resource: "" });
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.json["refresh_token"]).toBe(first.json["refresh_token"]);
});

test("D03: a retry is answered as JSON even to a caller that would rather have a page", async () => {
  const { token } = await begin();
  const first = await refresh(token);
  const form = { grant_type: "refresh_token", refresh_token: token, client_id: CLAUDE_CODE };
  const again = await ask("/oauth/token", {
    method: "POST",
    headers: { accept: "text/html" },
    body: new URLSearchParams(form),
  });
  expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
  expect(again.json["refresh_token"]).toBe(first.json["refresh_token"]);
});

test("D04: once the successor was used its predecessors are refused, and the family lives", async () => {
  const { token } = await begin();
  const second = await rotate(token);
  const third = await refresh(second);
  expect(outcomeOf(await refresh(token))).toEqual(REFUSED);
  expect(await isLive(third.json["access_token"])).toBe(true);
  const fourth = await rotate(String(third.json["refresh_token"]));
  expect(outcomeOf(await refresh(token))).toEqual(REFUSED);
  expect(outcomeOf(await refresh(second))).toEqual(REFUSED);
  await rotate(fourth);
});

test("a refresh leaves the access token before it alive until its own end", async () => {
  const { token, tokens } = await begin();
  await rotate(token);
  expect(await isLive(tokens.access_token)).toBe(true);
});

test("D05: another client presenting a rotated token gets nothing and changes nothing, early or late", async () => {
  const { token } = await begin();
  const second = await refresh(token);
  expect(outcomeOf(await refresh(token, { client_id: CLAUDE }))).toEqual(REFUSED);
  await age(token, 3_600);
  expect(outcomeOf(await refresh(token, { client_id: CLAUDE }))).toEqual(REFUSED);
  expect(await isLive(second.json["access_token"])).toBe(true);
  await rotate(String(second.json["refresh_token"]));
});

test("D06: the kept answer opens with the presented token alone, and the database holds no token", async () => {
  const { token } = await begin();
  const { json } = await refresh(token);
  const text =
    "SELECT sealed, encode(successor_id, 'hex') AS successor FROM auth.replay_successors WHERE id = $1";
  const { rows } = await authSql().query(text, [Buffer.from(sha256Hex(token), "hex")]);
  const { sealed, successor } = rows[0] as { sealed: Buffer; successor: string };
  const place = { label: "oauth/successor", aad: `${sha256Hex(token)}|${successor}` };
  expect(JSON.parse(unseal(sealed, { ...place, secret: token }).toString())).toEqual(json);
  for (const secret of [String(json["refresh_token"]), sha256Hex(token)]) {
    expect(() => unseal(sealed, { ...place, secret })).toThrow();
  }
  expect(() => unseal(sealed, place)).toThrow();
  expect(sealed.includes(Buffer.from(String(json["access_token"])))).toBe(false);
});

test("D08: a refresh for another resource is refused and the token not rotated, a retry neither", async () => {
  const { member, token } = await begin();
  const foreign = ["https://evil.example/", `${SHARED}/${member.address}`];
  for (const resource of foreign) {
    expect(outcomeOf(await refresh(token, { resource }))).toEqual([400, "invalid_target"]);
  }
  const first = await refresh(token, { resource: `${SHARED}/` });
  expect(first.status).toBe(200);
  for (const resource of foreign) {
    expect(outcomeOf(await refresh(token, { resource }))).toEqual([400, "invalid_target"]);
  }
  const again = await refresh(token, { resource: SHARED });
  expect(again.json["refresh_token"]).toBe(first.json["refresh_token"]);
});

test("D09: a refresh token idles out after 30 days, and no rotation carries it past 180 days in all", async () => {
  const { token } = await begin();
  expect(Math.round((await secondsLeft(token)) / DAY_SECONDS)).toBe(30);
  const bornAt = Math.floor(Date.now() / 1000) - 170 * DAY_SECONDS;
  const text =
    "UPDATE auth.refresh_tokens SET payload = payload || jsonb_build_object('iiat', $2::int) WHERE id = $1";
  await authSql().query(text, [sha256Hex(token), bornAt]);
  expect(Math.round((await secondsLeft(await rotate(token))) / DAY_SECONDS)).toBe(10);
});

test("D20: whether a token is too old is the database's to say, whatever this process' clock says", async () => {
  const [early, late] = [await begin(), await begin()];
  const setExpiry = (token: string, interval: string, exp: number) =>
    authSql().query(
      `UPDATE auth.refresh_tokens SET expires_at = now() + $2::interval,
         payload = payload || jsonb_build_object('exp', $3::int) WHERE id = $1`,
      [sha256Hex(token), interval, exp],
    );
  const now = Math.floor(Date.now() / 1000);
  await setExpiry(early.token, "1 minute", now - 60);
  await setExpiry(late.token, "-1 second", now + 3_600);
  expect((await refresh(early.token)).status).toBe(200);
  expect(outcomeOf(await refresh(late.token))).toEqual(REFUSED);
});

test("a refreshed token reports the connection's groups as they are now, whatever scope is asked for", async () => {
  const { member, token } = await begin();
  await inTenant(member.tenantId, (tx) =>
    tx.grant.updateMany({
      where: { tenantId: member.tenantId },
      data: { groups: ["agents.read", "runs.read"] },
    }),
  );
  const answer = await refresh(token, { scope: "agents.destructive nothing:known" });
  expect(answer.json["scope"]).toBe("agents.read runs.read");
});

test("a rotated token whose connection has ended gives nothing again", async () => {
  const { member, grantId, token } = await begin();
  await rotate(token);
  await inTenant(member.tenantId, (tx) =>
    tx.grant.updateMany({ where: { id: grantId }, data: { endedAt: new Date() } }),
  );
  expect(outcomeOf(await refresh(token))).toEqual(REFUSED);
});

test("a token rotated by the release before is known as used", async () => {
  const { token } = await begin();
  const mark = "UPDATE auth.refresh_tokens SET consumed_at = now() - make_interval(secs => $2) WHERE id = $1";
  await authSql().query(mark, [sha256Hex(token), 5]);
  expect(outcomeOf(await refresh(token))).toEqual(REFUSED);
  await authSql().query(mark, [sha256Hex(token), 61]);
  expect(outcomeOf(await refresh(token))).toEqual(REFUSED);
  const { rows } = await authSql().query("SELECT FROM auth.refresh_tokens WHERE id = $1", [sha256Hex(token)]);
  expect(rows).toEqual([]);
});
