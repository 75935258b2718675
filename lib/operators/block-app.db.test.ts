import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyAudit } from "#lib/audit/verify-audit.ts";
import { recordGrant } from "#lib/grants/record-grant.ts";
import { startRevocationWatch, stopRevocationWatch } from "#lib/grants/watch-revocations.ts";
import type { OperatorActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { newId, type PersonId } from "#lib/kernel/ids.ts";
import { resolveClientActor } from "#lib/oauth/resolve-client-actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import {
  allow,
  ask,
  authorizeQuery,
  CLAUDE,
  CLAUDE_CODE,
  codeForm,
  connect,
  makeMember,
  outcomeOf,
  postForm,
  refresh,
  register,
  SHARED,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { blockApp } from "./block-app.ts";
import { listApps } from "./list-apps.ts";
import { unblockApp } from "./unblock-app.ts";

useDatabase({ OPERATORS: "olga@operators.example" });
useOauthServer();
beforeAll(() => startRevocationWatch());
afterAll(() => stopRevocationWatch());

const operator: OperatorActor = {
  kind: "operator",
  personId: newId<PersonId>(),
  email: "olga@operators.example",
};
const BLOCK = { id: CLAUDE_CODE, reason: "It asks too much" };
const codeOf = async (attempt: Promise<unknown>) =>
  await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
const isTaken = async (token: string) => (await resolveClientActor(`Bearer ${token}`, null)).ok;
const authorize = async (accept: string, client: Record<string, string> = {}) =>
  await ask(`/oauth/authorize?${authorizeQuery(client).query}`, { headers: { accept } });

beforeEach(async () => void (await authSql().query("DELETE FROM auth.blocked_clients")));

describe("an app that is blocked everywhere", () => {
  test("is refused before anybody signs in, on a page that stays here, and by its code to a program", async () => {
    await blockApp(operator, BLOCK);
    const page = await authorize("text/html");
    expect([page.status, page.headers.get("location")]).toEqual([400, null]);
    expect(page.text).toContain("This app is blocked here");
    expect(page.text).toContain("app_blocked");
    expect(page.text).not.toContain(BLOCK.reason);
    const answer = await authorize("application/json");
    expect(answer.json).toEqual({
      error: "invalid_client",
      error_description: "The operator of this server has blocked this app. Ask them why.",
    });
    expect(
      (
        await authorize("text/html", {
          client_id: CLAUDE,
          redirect_uri: "https://claude.ai/api/mcp/auth_callback",
        })
      ).status,
    ).toBe(303);
  });

  test("D13: loses its tokens in every organisation at once, remembered ones too, and no other app does", async () => {
    const [here, there] = [await makeMember(), await makeMember()];
    const claude = { client_id: CLAUDE, redirect_uri: "https://claude.ai/api/mcp/auth_callback" };
    const [one, two, other] = [await connect(here), await connect(there), await connect(here, claude)];
    const all = [one, two, other].map(({ tokens }) => tokens.access_token);
    expect(await Promise.all(all.map(isTaken))).toEqual([true, true, true]);
    expect(await blockApp(operator, BLOCK)).toEqual({ name: "Claude Code", connectionsEnded: 2 });
    expect(await Promise.all(all.map(isTaken))).toEqual([false, false, true]);
    expect(outcomeOf(await refresh(one.tokens.refresh_token))).toEqual([400, "invalid_grant"]);
    const { rows } = await authSql().query(
      "SELECT count(*)::int AS told FROM auth.revocations WHERE kind = 'grant'",
    );
    expect((rows[0] as { told: number }).told).toBeGreaterThanOrEqual(2);
    const ended = await inTenant(here.tenantId, (tx) =>
      tx.auditEvent.findMany({ where: { tenantId: here.tenantId, action: "connection.end" } }),
    );
    expect(ended.map(({ after }) => after)).toMatchObject([
      { endedReason: "operator", status: "disconnected" },
    ]);
  });

  test("gets nothing for what was under way: no code, no token for one", async () => {
    const member = await makeMember();
    const [asked, allowed] = [await startRequest(), await startRequest()];
    const { code } = await allow(allowed, member);
    await blockApp(operator, BLOCK);
    expect(outcomeOf(await postForm("/oauth/token", codeForm(allowed, code)))).toEqual([
      400,
      "invalid_grant",
    ]);
    const back = await ask(`/oauth/authorize/${asked.uid}`, { headers: { cookie: asked.resumeCookie } });
    expect([back.status, back.headers.get("location")]).toEqual([400, null]);
    expect(back.text).toContain("app_blocked");
  });

  test("is not connected by a consent that races with the block", async () => {
    const tenant = await mintTenant();
    const member = await mintMember(tenant, "member");
    const record = () =>
      inTenant(tenant.tenantId, (tx) =>
        recordGrant(tx, {
          actor: member,
          client: { id: CLAUDE_CODE, name: "Claude Code", identity: "local", isReviewed: true },
          redirectHost: "localhost",
          resource: SHARED,
          groups: ["agents.read"],
        }),
      );
    const consents = Array.from({ length: 6 }, () => codeOf(record()));
    const block = blockApp(operator, BLOCK);
    const later = Array.from({ length: 6 }, () => codeOf(record()));
    await Promise.all([block, ...consents, ...later]);
    expect(await codeOf(record())).toBe("precondition_failed");
    const live = await inTenant(tenant.tenantId, (tx) =>
      tx.grant.count({ where: { tenantId: tenant.tenantId, endedAt: null } }),
    );
    expect(live).toBe(0);
    expect(await verifyAudit(await mintMember(tenant, "owner"))).toMatchObject({ ok: true });
  });

  test("connects again once it is unblocked, and what ended stays ended", async () => {
    const member = await makeMember();
    const before = await connect(member);
    await blockApp(operator, BLOCK);
    await unblockApp(operator, { id: CLAUDE_CODE });
    expect(await isTaken(before.tokens.access_token)).toBe(false);
    const after = await connect(member);
    expect(await isTaken(after.tokens.access_token)).toBe(true);
    expect(await codeOf(unblockApp(operator, { id: CLAUDE_CODE }))).toBe("not_found");
  });

  test("cannot come back by registering the same again", async () => {
    const app = {
      client_name: "Returner",
      redirect_uris: ["http://localhost:7777/callback"],
      token_endpoint_auth_method: "none",
    };
    const id = String((await register(app)).json["client_id"]);
    await blockApp(operator, { id, reason: "No" });
    await authSql().query("DELETE FROM auth.oauth_clients WHERE id = $1", [id]);
    expect((await register(app)).json["client_id"]).toBe(id);
    const page = await authorize("text/html", {
      client_id: id,
      redirect_uri: "http://localhost:7777/callback",
    });
    expect(page.text).toContain("app_blocked");
  });
});

describe("the operators' verbs", () => {
  test("list what is blocked and why, once, and write down who did it", async () => {
    await authSql().query("DELETE FROM auth.operator_events");
    await blockApp(operator, BLOCK);
    expect(await blockApp(operator, { ...BLOCK, reason: "Again" })).toMatchObject({ connectionsEnded: 0 });
    await blockApp(operator, { id: "https://app.example/client.json", reason: "Nobody knows it" });
    expect((await listApps(operator, {})).blocked).toEqual([
      {
        clientId: "https://app.example/client.json",
        name: "https://app.example/client.json",
        reason: "Nobody knows it",
        at: expect.any(Date),
      },
      { clientId: CLAUDE_CODE, name: "Claude Code", reason: BLOCK.reason, at: expect.any(Date) },
    ]);
    const { rows } = await authSql().query(
      "SELECT action, target, outcome FROM auth.operator_events WHERE action LIKE 'apps.%block' ORDER BY id",
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({ action: "apps.block", target: CLAUDE_CODE, outcome: "done" });
  });

  test.each([
    ["an app nobody registered", { id: "dcr_unknown", reason: "x" }, "not_found"],
    ["an id with a hole in it", { id: "https://a.example/\0", reason: "x" }, "invalid_input"],
    ["no reason", { id: CLAUDE_CODE, reason: "  " }, "invalid_input"],
    ["no id", { id: "", reason: "x" }, "invalid_input"],
    [
      "an id of no length an app has",
      { id: `https://a.example/${"x".repeat(2_050)}`, reason: "x" },
      "invalid_input",
    ],
  ])("refuse %s", async (_what, input, code) => {
    expect(await codeOf(blockApp(operator, input))).toBe(code);
    expect((await listApps(operator, {})).blocked).toEqual([]);
  });
});
