import { beforeAll, expect, inject, test } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { callMcp, callModern, isLive, useDoors } from "../cases/serve-doors.ts";
import {
  ask,
  CLAUDE_CODE,
  connect,
  type Member,
  postForm,
  refresh,
  register,
  SHARED,
} from "../drive-oauth.ts";
import { mintMember, mintTenant } from "../mint.ts";
import { runSql, useDatabase } from "../use-database.ts";
import { makePerson } from "./make-person.ts";

// What nineteen measurements of real clients ask of a server, a test each: Claude Code, Codex, mcp-remote, Inspector,
// opencode and both SDKs. Here: how they stay, ask for more and leave.

useDatabase();
useDoors();

let member: Member;

beforeAll(async () => {
  member = await makePerson();
});

const scopesOf = ({ headers }: { headers: Headers }) =>
  /scope="([^"]*)"/.exec(headers.get("www-authenticate") ?? "")?.[1];

test("real clients 1: processes that refresh one token at once, and again later, all stay connected", async () => {
  const { tokens } = await connect(member);
  const race = await Promise.all([1, 2, 3].map(() => refresh(tokens.refresh_token, { resource: SHARED })));
  const late = await refresh(tokens.refresh_token, { resource: SHARED, scope: "agents.read" });
  const answers = [...race, late];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(new Set(answers.map(({ json }) => json["refresh_token"])).size).toBe(1);
  for (const { json } of answers) expect(await isLive(json["access_token"])).toBe(true);
  expect((await refresh(String(late.json["refresh_token"]))).status).toBe(200);
});

test("real clients 2: a token lives an hour, so that nobody refreshes before every request", async () => {
  const { tokens } = await connect(member);
  expect(tokens.expires_in).toBe(3600);
  expect((await refresh(tokens.refresh_token)).json["expires_in"]).toBe(3600);
});

test("real clients 11: a logout revokes twice, gets 200 twice, and ends that connection alone", async () => {
  const [laptop, phone] = [await connect(member), await connect(member)];
  for (const token of [laptop.tokens.refresh_token, laptop.tokens.access_token]) {
    expect((await postForm("/oauth/revoke", { token, client_id: CLAUDE_CODE })).status).toBe(200);
  }
  expect(await isLive(laptop.tokens.access_token)).toBe(false);
  expect((await refresh(laptop.tokens.refresh_token)).json["error"]).toBe("invalid_grant");
  expect(await isLive(phone.tokens.access_token)).toBe(true);
});

test("real clients 12: a call that needs more is a 403 naming it; connecting and listing never are", async () => {
  const { tokens } = await connect(member, {}, { groups: ["agents.read"] });
  const token = tokens.access_token;
  for (const method of ["initialize", "ping", "tools/list"]) {
    const params = method === "initialize" ? { protocolVersion: "2025-11-25", capabilities: {} } : {};
    expect((await callMcp(token, { method, params })).status).toBe(200);
  }
  for (const method of ["server/discover", "tools/list"]) {
    expect((await callModern(token, method)).status).toBe(200);
  }
  const refused = await callModern(token, "tools/call", { name: "create_agent", arguments: {} });
  expect(refused.status).toBe(403);
  expect(refused.headers.get("www-authenticate")).toMatch(/^Bearer .*error="insufficient_scope"/);
  expect(scopesOf(refused)?.split(" ")).toContain("agents.write");
  // Some answer a 403 by refreshing and asking again: the same answer, not a loop, and still connected.
  const again = await refresh(tokens.refresh_token);
  const second = await callModern(String(again.json["access_token"]), "tools/call", { name: "create_agent" });
  expect([again.status, second.status]).toEqual([200, 403]);
  expect(await isLive(again.json["access_token"])).toBe(true);
});

test("real clients 13: connecting is never a 403: somebody without tools gets none, a suspended organisation a 401", async () => {
  const tenant = await mintTenant();
  const { tenantId, personId, membershipId } = await mintMember(tenant, "auditor");
  const lonely = { tenantId, personId, membershipId, address: tenant.address };
  const { tokens } = await connect(lonely, {}, { groups: ["agents.read"] });
  const listed = await callMcp(tokens.access_token);
  expect([listed.status, listed.json["result"]]).toEqual([200, expect.objectContaining({ tools: [] })]);
  expect((await callModern(tokens.access_token, "server/discover")).status).toBe(200);
  await inTenant(tenantId, (tx) =>
    tx.tenant.updateMany({ where: { id: tenantId }, data: { status: "suspended" } }),
  );
  await expect
    .poll(() => callMcp(tokens.access_token).then(({ status }) => status), { timeout: 30_000 })
    .toBe(401);
});

test("real clients 14: while the database is away a refresh is a 503 and loses nothing; a published id is never unknown", async () => {
  const { tokens } = await connect(member);
  const { databaseAuthUrl } = getConfig();
  const database = new URL(databaseAuthUrl ?? "").pathname.slice(1);
  const { superuserUrl } = inject("postgres");
  await runSql(superuserUrl, `ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
  await runSql(
    superuserUrl,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
  );
  const away = await refresh(tokens.refresh_token);
  await runSql(superuserUrl, `ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
  expect([away.status, away.json["error"]]).toEqual([503, "temporarily_unavailable"]);
  expect(away.headers.get("retry-after")).toMatch(/^\d+$/);
  await expect
    .poll(() => refresh(tokens.refresh_token).then(({ status }) => status), { timeout: 30_000 })
    .toBe(200);
  const dead = await refresh(`tcrt_${"x".repeat(49)}`);
  expect([dead.status, dead.json["error"]]).toEqual([400, "invalid_grant"]);
});

test("real clients 15: what is printed to a person is a sentence for them, and nothing of theirs", async () => {
  const { tokens } = await connect(member);
  const canary = "c4n4ry";
  const bodies = [
    await postForm("/oauth/token", {
      grant_type: "authorization_code",
      code: canary,
      client_id: CLAUDE_CODE,
    }),
    await postForm("/oauth/token", { grant_type: canary, client_id: CLAUDE_CODE }),
    await postForm("/oauth/token", { grant_type: "refresh_token", refresh_token: canary, client_id: canary }),
    await refresh(canary),
    await refresh(tokens.refresh_token, { resource: `https://${canary}.example/` }),
    await register({ client_name: canary, redirect_uris: [`http://${canary}.example/cb`] }),
    await register(`{"${canary}`),
    await ask("/api/mcp"),
    await callMcp(canary),
    await callMcp(tokens.access_token, { path: `/api/mcp/${canary}` }),
  ];
  for (const { status, json, text } of bodies) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain(canary);
    expect(json["error_description"], text).toMatch(/^[A-Z].* .*\.$/);
    expect(text).not.toMatch(/oidc|prisma|postgres|undefined|\bat \/|node_modules/i);
  }
});

test("real clients 17: both revisions are answered at one address, and twice the same greeting is no harm", async () => {
  const { tokens } = await connect(member);
  const token = tokens.access_token;
  const discovered = (await (await callModern(token, "server/discover")).json()) as object;
  expect(discovered).toMatchObject({ result: { supportedVersions: ["2026-07-28"] } });
  for (const protocolVersion of ["2025-06-18", "2025-11-25", "2025-06-18", "2025-11-25"]) {
    const params = { protocolVersion, capabilities: {}, clientInfo: { name: "client", version: "1" } };
    const headers = { "mcp-protocol-version": protocolVersion };
    const greeting = await callMcp(token, { method: "initialize", params, headers });
    expect(greeting.json["result"]).toMatchObject({ protocolVersion });
    expect((await callMcp(token, { headers })).status).toBe(200);
  }
});

test("real clients 18: a listening stream is held open, and one left without a goodbye leaves nothing behind", async () => {
  const { tokens } = await connect(member);
  const streams = await Promise.all(
    [1, 2, 3].map(() => callModern(tokens.access_token, "subscriptions/listen", { notifications: {} })),
  );
  for (const { status, headers, body } of streams) {
    expect([status, headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    const reader = body?.getReader();
    const { done, value } = (await reader?.read()) ?? { done: true };
    expect([done, new TextDecoder().decode(value)]).toEqual([
      false,
      expect.stringContaining("subscriptionId"),
    ]);
    await reader?.cancel();
  }
  expect(await isLive(tokens.access_token)).toBe(true);
});
