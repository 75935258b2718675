import { expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import {
  allow,
  ask,
  CLAUDE,
  codeForm,
  connect,
  makeMember,
  outcomeOf,
  postForm,
  refresh,
  SHARED,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { resolveClientActor } from "../../resolve-client-actor.ts";

useDatabase();
useOauthServer();

const isLive = async (token: string) => (await resolveClientActor(`Bearer ${token}`, null)).ok;

async function freshCode() {
  const member = await makeMember();
  const pending = await startRequest();
  const { code, grantId } = await allow(pending, member);
  return { member, grantId, code, form: codeForm(pending, code) };
}

/** Moves a record's use into the past; the database's clock is the only one that counts. */
async function ageUse(code: string): Promise<void> {
  const text = "UPDATE auth.authorization_codes SET consumed_at = now() - interval '61 s' WHERE id = $1";
  await authSql().query(text, [sha256Hex(code)]);
}

test.each([
  ["C01: a wrong verifier", { code_verifier: "x".repeat(43) }, "invalid_grant"],
  ["C01: a missing verifier", { code_verifier: "" }, "invalid_grant"],
  ["C02: another redirect", { redirect_uri: "http://localhost:1/callback" }, "invalid_grant"],
  ["C02: a missing redirect", { redirect_uri: "" }, "invalid_request"],
  ["C05: another client", { client_id: CLAUDE }, "invalid_grant"],
  ["D08: another resource", { resource: "https://evil.example/" }, "invalid_target"],
])("%s gets nothing, and the owner can still redeem the code", async (_name, change, error) => {
  const { form } = await freshCode();
  expect(outcomeOf(await postForm("/oauth/token", { ...form, ...change }))).toEqual([400, error]);
  expect((await postForm("/oauth/token", form)).status).toBe(200);
});

test("C03: the same client redeeming again within a minute is refused and nothing is revoked", async () => {
  const { form } = await freshCode();
  const first = await postForm("/oauth/token", form);
  expect(outcomeOf(await postForm("/oauth/token", form))).toEqual([400, "invalid_grant"]);
  expect(await isLive(first.json.access_token as string)).toBe(true);
  expect((await refresh(first.json.refresh_token as string)).status).toBe(200);
});

test.each([
  ["another verifier", { code_verifier: "y".repeat(43) }, false],
  ["another client", { client_id: CLAUDE }, false],
  ["the same client after a minute", {}, true],
])("C03: a code redeemed again by %s ends what it gave", async (_name, change, isLate) => {
  const { form, code } = await freshCode();
  const first = await postForm("/oauth/token", form);
  if (isLate) await ageUse(code);
  expect(outcomeOf(await postForm("/oauth/token", { ...form, ...change }))).toEqual([400, "invalid_grant"]);
  expect(await isLive(first.json.access_token as string)).toBe(false);
  expect(outcomeOf(await refresh(first.json.refresh_token as string))).toEqual([400, "invalid_grant"]);
});

test("C04: of five racing redemptions of each of 40 codes exactly one succeeds", async () => {
  const codes = await Promise.all(Array.from({ length: 40 }, freshCode));
  for (const { form } of codes) {
    const race = await Promise.all(Array.from({ length: 5 }, () => postForm("/oauth/token", form)));
    expect(race.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400, 400, 400, 400]);
    const winner = race.find(({ status }) => status === 200);
    expect(await isLive(winner?.json.access_token as string)).toBe(true);
  }
}, 60_000);

test("C08: an expired code gives nothing", async () => {
  const { form, code } = await freshCode();
  await authSql().query("UPDATE auth.authorization_codes SET expires_at = now() WHERE id = $1", [
    sha256Hex(code),
  ]);
  expect(outcomeOf(await postForm("/oauth/token", form))).toEqual([400, "invalid_grant"]);
});

test.each(["password", "client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer"])(
  "C13: the grant type %s is not served",
  async (grant_type) => {
    const answer = await postForm("/oauth/token", { grant_type, client_id: CLAUDE });
    expect(outcomeOf(answer)).toEqual([400, "unsupported_grant_type"]);
  },
);

test("C14: a secret for a public client is refused, in the body and in the header", async () => {
  const { form } = await freshCode();
  expect(outcomeOf(await postForm("/oauth/token", { ...form, client_secret: "x" }))).toEqual([
    401,
    "invalid_client",
  ]);
  const basic = await ask("/oauth/token", {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${encodeURIComponent(CLAUDE)}:x`)}` },
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: "x" }),
  });
  expect(outcomeOf(basic)).toEqual([401, "invalid_client"]);
});

test("C10 C12 C17 C20 C21 C22: hostile bodies and misplaced tokens are a clear 4xx that nobody stores", async () => {
  const { form, code } = await freshCode();
  const { tokens } = await connect(await makeMember());
  const bodies: [string, string][] = [
    ["application/json", JSON.stringify(form)],
    ["application/json, application/x-www-form-urlencoded", new URLSearchParams(form).toString()],
    ["application/x-www-form-urlencoded", "%00=%00&client_id=%00"],
    ["application/x-www-form-urlencoded", new URLSearchParams({ ...form, code: `${code}\0` }).toString()],
    ["application/x-www-form-urlencoded", new URLSearchParams({ ...form, code: "' or 1=1--" }).toString()],
    [
      "application/x-www-form-urlencoded",
      new URLSearchParams({ ...form, code: tokens.refresh_token }).toString(),
    ],
    ["application/x-www-form-urlencoded", `client_id=${encodeURIComponent(CLAUDE)}&client_id=x`],
  ];
  for (const [type, body] of bodies) {
    const answer = await ask("/oauth/token", { method: "POST", headers: { "content-type": type }, body });
    expect([400, 401], `${type} ${body}`).toContain(answer.status);
    expect(answer.headers.get("cache-control")).toContain("no-store");
  }
  const huge = await ask("/oauth/token", {
    method: "POST",
    body: new URLSearchParams({ code: "x".repeat(200_000) }),
  });
  expect(huge.status).toBe(413);
  expect(outcomeOf(await refresh(tokens.access_token))).toEqual([400, "invalid_grant"]);
  expect((await refresh(tokens.refresh_token)).status).toBe(200);
});

test("C18: another site's page gets no answer it may read", async () => {
  const { form } = await freshCode();
  const answer = await ask("/oauth/token", {
    method: "POST",
    headers: { origin: "https://evil.example" },
    body: new URLSearchParams(form),
  });
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  expect(answer.text).not.toContain("evil");
});

test("an unknown client is a 401 at the token endpoint, so that it registers again", async () => {
  const answer = await postForm("/oauth/token", {
    grant_type: "refresh_token",
    refresh_token: "x",
    client_id: "dcr_gone",
  });
  expect(outcomeOf(answer)).toEqual([401, "invalid_client"]);
});

test("D10: neither a refresh token nor a code is an access token", async () => {
  const { tokens, code } = await connect(await makeMember());
  expect(await isLive(tokens.refresh_token)).toBe(false);
  expect(await isLive(code)).toBe(false);
});

test.each(["refresh_token", "access_token"] as const)(
  "D12 D18: revoking the %s ends that connection at once and no other; the second call is 200 too",
  async (kind) => {
    const member = await makeMember();
    const [laptop, phone] = [await connect(member), await connect(member)];
    const form = { token: laptop.tokens[kind], client_id: laptop.pending.params.get("client_id") ?? "" };
    expect((await postForm("/oauth/revoke", { ...form, client_id: CLAUDE })).status).toBe(200);
    expect(await isLive(laptop.tokens.access_token)).toBe(true);
    expect((await postForm("/oauth/revoke", form)).status).toBe(200);
    expect((await postForm("/oauth/revoke", { ...form, token_type_hint: kind })).status).toBe(200);
    expect(await isLive(laptop.tokens.access_token)).toBe(false);
    expect(outcomeOf(await refresh(laptop.tokens.refresh_token))).toEqual([400, "invalid_grant"]);
    expect(await isLive(phone.tokens.access_token)).toBe(true);
    const row = await inTenant(member.tenantId, (tx) =>
      tx.grant.findUnique({ where: { id: laptop.grantId }, select: { endedReason: true } }),
    );
    expect(row).toEqual({ endedReason: "client" });
  },
);

test("D13: an ended connection, a removed member and a suspended organisation get no tokens", async () => {
  const change = {
    ended: (tx: Parameters<Parameters<typeof inTenant>[1]>[0], id: string) =>
      tx.grant.updateMany({ where: { tenantId: id }, data: { endedAt: new Date() } }),
    removed: (tx: Parameters<Parameters<typeof inTenant>[1]>[0], id: string) =>
      tx.membership.deleteMany({ where: { tenantId: id } }),
    suspended: (tx: Parameters<Parameters<typeof inTenant>[1]>[0], id: string) =>
      tx.tenant.updateMany({ where: { id }, data: { status: "suspended" } }),
  };
  for (const apply of Object.values(change)) {
    const { member, form } = await freshCode();
    const { tokens } = await connect(member);
    await inTenant(member.tenantId, (tx) => apply(tx, member.tenantId));
    expect(outcomeOf(await postForm("/oauth/token", form))).toEqual([400, "invalid_grant"]);
    expect(outcomeOf(await refresh(tokens.refresh_token))).toEqual([400, "invalid_grant"]);
    expect(await isLive(tokens.access_token)).toBe(false);
  }
});

test("a shared token also works at its own organisation's address, an organisation's only there", async () => {
  const [member, other] = [await makeMember(), await makeMember()];
  const own = `${SHARED}/${member.address}`;
  const shared = (await connect(member)).tokens.access_token;
  const tenant = (await connect(member, { resource: own }, { resource: own })).tokens.access_token;
  const worksAt = async (token: string) =>
    await Promise.all(
      [null, member.address, other.address].map(
        async (address) => (await resolveClientActor(`Bearer ${token}`, address)).ok,
      ),
    );
  expect(await worksAt(shared)).toEqual([true, true, false]);
  expect(await worksAt(tenant)).toEqual([false, true, false]);
});

test("J12: what is no token is refused without a query, and its absence told apart", async () => {
  expect(await resolveClientActor(undefined, null)).toEqual({ ok: false, reason: "missing" });
  expect(await resolveClientActor("Basic eDp5", null)).toEqual({ ok: false, reason: "missing" });
  for (const header of ["Bearer %", "Bearer tcat_x", `bearer tcat_${"a".repeat(49)}`]) {
    expect(await resolveClientActor(header, null)).toEqual({ ok: false, reason: "invalid" });
  }
});

test("L02: no code and no token is in the database in any form but its hash", async () => {
  const { tokens, code } = await connect(await makeMember());
  const tables = [
    "authorization_codes",
    "access_tokens",
    "refresh_tokens",
    "oauth_grants",
    "oauth_interactions",
  ];
  const dumps = await Promise.all(
    tables.map(async (table) => (await authSql().query(`SELECT t::text AS row FROM auth.${table} t`)).rows),
  );
  const dump = JSON.stringify(dumps);
  expect(dump).toContain(sha256Hex(tokens.access_token));
  for (const secret of [code, tokens.access_token, tokens.refresh_token]) expect(dump).not.toContain(secret);
});
