import { expect, test, vi } from "vitest";
import { suggestGroups } from "#lib/oauth/suggest-groups.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { CLAUDE, CLAUDE_CODE, postForm, SHARED, startRequest } from "#lib/testing/drive-oauth.ts";
import { mintMember } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import {
  answer,
  codeOf,
  connectWith,
  listNames,
  makeWorld,
  openPage,
  readGrants,
  refuse,
  useStepUp,
} from "#lib/testing/use-step-up.ts";

useDatabase();
useStepUp();

test("of two connections with a refused call neither is widened: a new one, with everything shown", async () => {
  const { actor } = await makeWorld();
  for (const groups of [["agents.read"], ["chat.external"]]) {
    await refuse(await connectWith(actor, groups), "create_agent");
  }
  const pending = await startRequest();
  const { offer, ids } = await openPage(actor, pending);
  expect([offer.widens, offer.needed]).toEqual([null, ["agents.write"]]);
  expect(ids).toContain("agents.read");
  await answer(actor, pending, ["agents.write"]);
  expect((await readGrants(actor)).map(({ groups }) => groups)).toEqual([
    ["agents.read"],
    ["chat.external"],
    ["agents.write"],
  ]);
});

test("a refusal explains a request for fifteen minutes by the database's clock, however wrong ours is", async () => {
  const { actor } = await makeWorld();
  await refuse(await connectWith(actor, ["agents.read"]), "create_agent");
  const pending = await startRequest();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 20 * 60_000 });
  const { offer } = await openPage(actor, pending).finally(() => vi.useRealTimers());
  expect(offer.widens).not.toBeNull();
});

test("the person can have a connection of its own instead", async () => {
  const { actor } = await makeWorld();
  await refuse(await connectWith(actor, ["agents.read"]), "create_agent");
  const pending = await startRequest();
  const { offer, ids } = await openPage(actor, pending, true);
  expect(offer.widens).toBeNull();
  expect(ids).toContain("chat.external");
  await answer(actor, pending, ["chat.external"]);
  expect((await readGrants(actor)).map(({ groups }) => groups)).toEqual([["agents.read"], ["chat.external"]]);
});

test("Claude Code revokes before it asks for more: a new connection that starts from what the old one had", async () => {
  const { actor } = await makeWorld();
  const tokens = await connectWith(actor, ["agents.read", "agents.destructive"]);
  await refuse(tokens, "create_agent");
  for (const token of [tokens.refresh_token, tokens.access_token]) {
    expect((await postForm("/oauth/revoke", { token, client_id: CLAUDE_CODE })).status).toBe(200);
  }
  const pending = await startRequest({ scope: "agents.read agents.write chat.external offline_access" });
  const { request, offer, ids } = await openPage(actor, pending);
  expect(offer.widens).toBeNull();
  expect(ids).toEqual(["agents.read", "agents.write", "agents.destructive", "chat.external"]);
  const { needed, had } = offer;
  expect(suggestGroups(offer.offered, { requested: request.requestedGroups, needed, had })).toEqual([
    "agents.read",
    "agents.write",
    "agents.destructive",
  ]);
  const fresh = await answer(actor, pending, ["agents.read", "agents.write"]);
  expect(await listNames(fresh)).toEqual(expect.arrayContaining(["create_agent", "list_agents"]));
});

test("one connected to its organisation's address comes back for the shared one and starts from what it had", async () => {
  const { actor, tenant } = await makeWorld();
  const { tenantId } = actor;
  const tokens = await connectWith(actor, ["agents.read"]);
  await refuse(tokens, "create_agent");
  const own = `${SHARED}/${tenant.address}`;
  await inTenant(tenantId, (tx) => tx.grant.updateMany({ where: { tenantId }, data: { resource: own } }));
  const live = await openPage(actor, await startRequest());
  expect(live.offer).toMatchObject({ widens: null, had: null, needed: ["agents.write"] });
  await inTenant(tenantId, (tx) =>
    tx.grant.updateMany({ where: { tenantId }, data: { endedAt: new Date(), endedReason: "client" } }),
  );
  const ended = await openPage(actor, await startRequest());
  expect(ended.offer).toMatchObject({ widens: null, had: ["agents.read"], needed: ["agents.write"] });
});

test("a connection that was ended by a person, or for reuse, is not where a new one starts from", async () => {
  const { actor } = await makeWorld();
  const { tenantId } = actor;
  for (const endedReason of ["person", "admin", "reuse", "member_removed"]) {
    await refuse(await connectWith(actor, ["agents.destructive"]), "create_agent");
    await inTenant(tenantId, (tx) =>
      tx.grant.updateMany({ where: { tenantId, endedAt: null }, data: { endedAt: new Date(), endedReason } }),
    );
  }
  const { offer } = await openPage(actor, await startRequest());
  expect([offer.widens, offer.had, offer.needed]).toEqual([null, null, []]);
});

test("a refusal older than 15 minutes explains nothing any more", async () => {
  const { actor } = await makeWorld();
  const { tenantId } = actor;
  await refuse(await connectWith(actor, ["agents.read"]), "create_agent");
  const pending = await startRequest();
  const { offer } = await openPage(actor, pending);
  const askedAt = new Date(Date.now() - 15 * 60_000 - 1000);
  await inTenant(tenantId, (tx) => tx.grant.updateMany({ where: { tenantId }, data: { askedAt } }));
  expect((await openPage(actor, pending)).offer).toMatchObject({ widens: null, needed: [] });
  const run = answer(actor, pending, ["agents.write"], offer.widens?.grantId);
  expect(await codeOf(run)).toBe("conflict");
});

test.each([
  ["another app", { client_id: CLAUDE, redirect_uri: "https://claude.ai/api/mcp/auth_callback" }],
  ["another place on this computer", { redirect_uri: "http://127.0.0.1:54321/callback" }],
])("a request of %s is never about that connection", async (_name, extra) => {
  const { actor } = await makeWorld();
  await refuse(await connectWith(actor, ["agents.read"]), "create_agent");
  const { offer } = await openPage(actor, await startRequest(extra));
  expect([offer.widens, offer.needed]).toEqual([null, []]);
});

test("a request for another resource, or by another person, is never about that connection", async () => {
  const { actor, tenant } = await makeWorld();
  await refuse(await connectWith(actor, ["agents.read"]), "create_agent");
  const own = await openPage(actor, await startRequest({ resource: `${SHARED}/${tenant.address}` }));
  const foreign = await openPage(await mintMember(tenant, "owner"), await startRequest());
  for (const { offer } of [own, foreign]) expect([offer.widens, offer.needed]).toEqual([null, []]);
});
