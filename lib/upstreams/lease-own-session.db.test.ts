import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import {
  mintGrantWithToken,
  mintMember,
  type MintedTenant,
  mintTenant,
  mintUpstream,
} from "#lib/testing/mint.ts";
import { allowOutbound } from "#lib/testing/open-gateway.ts";
import { openSessionUpstream, type SessionUpstream } from "#lib/testing/open-session-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { endOwnSessions } from "./end-own-sessions.ts";
import { endStaleSessions } from "./end-stale-sessions.ts";
import { openLink } from "./internal/own-sessions/open-link.ts";
import { leaseOwnSession, leaveOwnSessions, type OwnSession } from "./lease-own-session.ts";
import type { SessionOwner } from "./lease-session.ts";
import { listOwnLinks, rememberSubscription } from "./remember-subscription.ts";

useDatabase();

const CALL = { method: "tools/call", params: JSON.stringify({ name: "list_agents", arguments: {} }) };
let upstream: SessionUpstream;
let tenant: MintedTenant;
let member: MemberActor;
let owner: SessionOwner;
beforeAll(async () => {
  upstream = await openSessionUpstream();
  allowOutbound(upstream.url);
});
beforeEach(async () => {
  await leaveOwnSessions();
  upstream.forget();
  upstream.sessions.clear();
  tenant = await mintTenant();
  member = await mintMember(tenant, "member");
  const spec = { url: upstream.url, key: "trinity_mcp_own", tools: ["list_agents"] };
  const { upstreamId, keyId } = await mintUpstream(tenant, spec);
  owner = {
    tenantId: tenant.tenantId,
    upstreamId,
    url: upstream.url,
    keyHeader: "authorization",
    transport: "http",
    key: { id: keyId, version: 1 },
  };
});
afterAll(async () => {
  await leaveOwnSessions();
  await upstream.close();
});

async function makeOwn(capabilities: OwnSession["capabilities"] = {}): Promise<OwnSession> {
  const { grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
  const expiresAt = Math.floor(Date.now() / 1_000) + 3_600;
  return { mcpSessionId: crypto.randomUUID(), grantId, expiresAt, capabilities, logLevel: null };
}

async function call(own: OwnSession): Promise<{ session: string; capabilities: object }> {
  const reply = await leaseOwnSession(owner, own).request(CALL);
  if (!reply.ok || "error" in reply) throw new Error(JSON.stringify(reply));
  const [{ text }] = reply.result["content"] as [{ text: string }];
  return JSON.parse(text) as { session: string; capabilities: object };
}

const rows = () =>
  inTenant(tenant.tenantId, (tx) => tx.mcpLink.findMany({ where: { tenantId: tenant.tenantId } }));
const setUsedAt = (mcpSessionId: string, usedAt: Date) =>
  inTenant(tenant.tenantId, (tx) =>
    tx.mcpLink.updateMany({
      where: { tenantId: tenant.tenantId, sessionId: mcpSessionId },
      data: { usedAt },
    }),
  );

describe("an upstream session of a client's own", () => {
  test("is opened once, declares what that client declared, and is nobody else's", async () => {
    const [one, other] = [await makeOwn({ elicitation: { form: {} }, roots: {} }), await makeOwn()];
    const [first, second, third] = [await call(one), await call(one), await call(other)];
    expect(second.session).toBe(first.session);
    expect(first.capabilities).toEqual({ elicitation: { form: {} }, roots: {} });
    expect(third.capabilities).toEqual({});
    expect(third.session).not.toBe(first.session);
    expect(upstream.sessions.size).toBe(2);
  });

  test("is gone on with by another process, without opening one", async () => {
    const own = await makeOwn();
    const { session } = await call(own);
    await leaveOwnSessions();
    expect((await call(own)).session).toBe(session);
    expect(upstream.sessions.size).toBe(1);
  });

  test("of two processes that open one at once, one's stays and the other's is ended", async () => {
    const own = await makeOwn();
    upstream.gather(2);
    const opened = await Promise.all([openLink(owner, own), openLink(owner, own)]);
    expect(opened.map(({ ok }) => ok)).toEqual([true, true]);
    expect(upstream.sessions.size).toBe(2);
    await vi.waitFor(() => expect(upstream.open()).toHaveLength(1), 30_000);
    const [kept] = upstream.open();
    expect((await call(own)).session).toBe(kept?.transport.sessionId);
  });

  test("that the instance lost is opened anew, and told the log level and the subscriptions again", async () => {
    const own = await makeOwn();
    const { session } = await call(own);
    expect(await rememberSubscription(owner, own, "test://a")).toBe(true);
    await inTenant(tenant.tenantId, (tx) =>
      tx.mcpSession.updateMany({
        where: { tenantId: tenant.tenantId, id: own.mcpSessionId },
        data: { logLevel: "warning" },
      }),
    );
    upstream.forget();
    const renewed = await call(own);
    expect(renewed.session).not.toBe(session);
    const held = upstream.sessions.get(renewed.session);
    expect([held?.levels, [...(held?.uris ?? [])]]).toEqual([["warning"], ["test://a"]]);
    await leaveOwnSessions();
    expect((await call(own)).session).toBe(renewed.session);
  });

  test("its id lies sealed in its row, for that row alone", async () => {
    const [one, other] = [await makeOwn(), await makeOwn()];
    const { session } = await call(one);
    await call(other);
    const [first, second] = await rows();
    expect(Buffer.from(first?.sealed ?? []).toString("latin1")).not.toContain(session);
    await inTenant(tenant.tenantId, (tx) =>
      tx.mcpLink.updateMany({
        where: { tenantId: tenant.tenantId, id: second?.id ?? "" },
        data: { sealed: first?.sealed ?? null },
      }),
    );
    await leaveOwnSessions();
    const [a, b] = [await call(one), await call(other)];
    expect(a.session).not.toBe(b.session);
  });

  test("under a new key it is another", async () => {
    const own = await makeOwn();
    const { session } = await call(own);
    const { tenantId } = tenant;
    const rotated = await mintUpstream(tenant, { url: upstream.url, key: "trinity_mcp_next", tools: [] });
    owner = { ...owner, upstreamId: rotated.upstreamId, key: { id: rotated.keyId, version: 1 } };
    expect((await call(own)).session).not.toBe(session);
    expect(await listOwnLinks(tenantId, own.mcpSessionId)).toHaveLength(2);
  });
});

describe("it is ended at the instance", () => {
  test("with the client's session, and none is opened for that any more", async () => {
    const own = await makeOwn();
    await call(own);
    await inTenant(tenant.tenantId, (tx) =>
      tx.mcpSession.updateMany({
        where: { tenantId: tenant.tenantId, id: own.mcpSessionId },
        data: { endedAt: new Date() },
      }),
    );
    await Promise.all([
      endOwnSessions(tenant.tenantId, own.mcpSessionId),
      endOwnSessions(tenant.tenantId, own.mcpSessionId),
    ]);
    expect(upstream.open()).toHaveLength(0);
    await leaveOwnSessions();
    expect(await leaseOwnSession(owner, own).request(CALL)).toMatchObject({
      ok: false,
      reason: "session_gone",
    });
    expect(upstream.sessions.size).toBe(1);
  });

  test("after half an hour without use, and with its connection; one in use stays", async () => {
    const [idle, used, ended] = [await makeOwn(), await makeOwn(), await makeOwn()];
    const kept = await Promise.all([call(idle), call(used), call(ended)]);
    await setUsedAt(idle.mcpSessionId, new Date(Date.now() - 31 * 60_000));
    await inTenant(tenant.tenantId, (tx) =>
      tx.grant.updateMany({
        where: { tenantId: tenant.tenantId, id: ended.grantId },
        data: { endedAt: new Date() },
      }),
    );
    await endStaleSessions();
    expect(upstream.open().map(({ transport }) => transport.sessionId)).toEqual([kept[1].session]);
    expect((await call(idle)).session).not.toBe(kept[0].session);
  });

  test("when its connection has thirty-two newer ones", async () => {
    const { grantId, ...own } = await makeOwn();
    const sessions: string[] = [];
    for (let count = 0; count < 33; count++) {
      const { session } = await call({ ...own, grantId, mcpSessionId: crypto.randomUUID() });
      sessions.push(session);
    }
    await vi.waitFor(() => expect(upstream.open()).toHaveLength(32), 30_000);
    expect(upstream.sessions.get(sessions[0] ?? "")?.isEnded).toBe(true);
  });
});
