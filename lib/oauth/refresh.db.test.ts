import { expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { CLAUDE, connect, makeMember, refresh, SHARED, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { resolveClientActor } from "./resolve-client-actor.ts";

useDatabase();
useOauthServer();

const DAY_SECONDS = 86_400;
const isLive = async (token: string) => (await resolveClientActor(`Bearer ${token}`, null)).ok;
const outcomeOf = ({ status, json }: { status: number; json: Record<string, unknown> }) => [
  status,
  json.error,
];

async function ageUse(token: string): Promise<void> {
  const text = "UPDATE auth.refresh_tokens SET consumed_at = now() - interval '61 s' WHERE id = $1";
  await authSql().query(text, [sha256Hex(token)]);
}

async function secondsLeft(token: string): Promise<number> {
  const text =
    "SELECT extract(epoch FROM expires_at - now())::float8 AS left FROM auth.refresh_tokens WHERE id = $1";
  return (await authSql().query<{ left: number }>(text, [sha256Hex(token)])).rows[0]?.left ?? 0;
}

test("D01: a rotated refresh token used again after the window ends the whole family", async () => {
  const { tokens } = await connect(await makeMember());
  const second = (await refresh(tokens.refresh_token)).json;
  expect(outcomeOf(await refresh(tokens.refresh_token))).toEqual([400, "invalid_grant"]);
  expect(await isLive(second.access_token as string)).toBe(true);
  await ageUse(tokens.refresh_token);
  expect(outcomeOf(await refresh(tokens.refresh_token, { client_id: CLAUDE }))).toEqual([
    400,
    "invalid_grant",
  ]);
  expect(await isLive(second.access_token as string)).toBe(true);
  expect(outcomeOf(await refresh(tokens.refresh_token))).toEqual([400, "invalid_grant"]);
  expect(await isLive(second.access_token as string)).toBe(false);
  expect(outcomeOf(await refresh(second.refresh_token as string))).toEqual([400, "invalid_grant"]);
});

test("racing refreshes of one token give exactly one successor and never end the family", async () => {
  const { tokens } = await connect(await makeMember());
  const race = await Promise.all(Array.from({ length: 5 }, () => refresh(tokens.refresh_token)));
  expect(race.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400, 400, 400, 400]);
  const winner = race.find(({ status }) => status === 200)?.json;
  expect((await refresh(winner?.refresh_token as string)).status).toBe(200);
});

test("D08: a refresh for another resource is refused and the token not rotated", async () => {
  const member = await makeMember();
  const { tokens } = await connect(member);
  for (const resource of ["https://evil.example/", `${SHARED}/${member.address}`]) {
    expect(outcomeOf(await refresh(tokens.refresh_token, { resource }))).toEqual([400, "invalid_target"]);
  }
  expect((await refresh(tokens.refresh_token, { resource: `${SHARED}/` })).status).toBe(200);
});

test("a refreshed token reports the connection's groups as they are now, whatever scope is asked for", async () => {
  const member = await makeMember();
  const { tokens } = await connect(member);
  await inTenant(member.tenantId, (tx) =>
    tx.grant.updateMany({
      where: { tenantId: member.tenantId },
      data: { groups: ["agents.read", "runs.read"] },
    }),
  );
  const answer = await refresh(tokens.refresh_token, { scope: "agents.destructive nothing:known" });
  expect(answer.json.scope).toBe("agents.read runs.read");
});

test("D09: a refresh token idles out after 30 days, and no rotation carries it past 180 days in all", async () => {
  const { tokens } = await connect(await makeMember());
  expect(Math.round((await secondsLeft(tokens.refresh_token)) / DAY_SECONDS)).toBe(30);
  const bornAt = Math.floor(Date.now() / 1000) - 170 * DAY_SECONDS;
  const text =
    "UPDATE auth.refresh_tokens SET payload = payload || jsonb_build_object('iiat', $2::int) WHERE id = $1";
  await authSql().query(text, [sha256Hex(tokens.refresh_token), bornAt]);
  const { json } = await refresh(tokens.refresh_token);
  expect(Math.round((await secondsLeft(json.refresh_token as string)) / DAY_SECONDS)).toBe(10);
});
