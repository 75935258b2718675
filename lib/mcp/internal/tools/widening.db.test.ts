import { expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { approveConsent } from "#lib/oauth/approve-consent.ts";
import { denyConsent } from "#lib/oauth/deny-consent.ts";
import { removeClient } from "#lib/oauth/remove-client.ts";
import { suggestGroups } from "#lib/oauth/suggest-groups.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { CLAUDE_CODE, postForm, register, startRequest, type Tokens } from "#lib/testing/drive-oauth.ts";
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

async function readWidenings({ tenantId }: MemberActor) {
  return await inTenant(tenantId, (tx) =>
    tx.auditEvent.findMany({
      where: { tenantId, action: "connection.widen" },
      select: { outcome: true, target: true, before: true, after: true },
    }),
  );
}

test("F72: after a refused call the request is for what it lacked alone, and Allow widens that connection", async () => {
  const { actor } = await makeWorld();
  const phone = await connectWith(actor, ["agents.read"]);
  const laptop = await connectWith(actor, ["agents.read", "chat.external"]);
  await refuse(laptop, "create_agent");
  const pending = await startRequest({ scope: "agents.read chat.external runs.read agents.write" });
  const { request, offer, ids } = await openPage(actor, pending);
  expect(ids).toEqual(["agents.write"]);
  expect([offer.needed, offer.widens?.has]).toEqual([["agents.write"], ["agents.read", "chat.external"]]);
  const wish = { requested: offer.needed, needed: offer.needed };
  expect(suggestGroups(offer.offered, wish)).toEqual(["agents.write"]);
  expect(request.requestedGroups).toContain("runs.read");

  const before = await readGrants(actor);
  const widened = await answer(actor, pending, ["agents.write"], offer.widens?.grantId);
  const all = ["agents.read", "chat.external", "agents.write"];
  expect(widened.scope.split(" ").toSorted()).toEqual(all.toSorted());
  const after = await readGrants(actor);
  expect(after.map(({ groups }) => groups)).toEqual([["agents.read"], all]);
  expect(after.map(({ expiresAt }) => expiresAt)).toEqual(before.map(({ expiresAt }) => expiresAt));
  expect(after[1]).toMatchObject({ id: offer.widens?.grantId, askedGroups: [], askedAt: null });
  expect(await readWidenings(actor)).toEqual([
    {
      outcome: "done",
      target: offer.widens?.grantId,
      before: { groups: ["agents.read", "chat.external"] },
      after: { groups: all },
    },
  ]);
  for (const tokens of [laptop, widened]) expect(await listNames(tokens)).toContain("create_agent");
  expect(await listNames(phone)).toEqual(["list_agents"]);
  const again = await postForm("/oauth/token", {
    grant_type: "refresh_token",
    refresh_token: laptop.refresh_token,
    client_id: CLAUDE_CODE,
  });
  expect((again.json as Tokens).scope.split(" ").toSorted()).toEqual(all.toSorted());
});

test("the connection has what was added from Allow on, also when the app never comes for its code", async () => {
  const { actor } = await makeWorld();
  const tokens = await connectWith(actor, ["agents.read"]);
  await refuse(tokens, "create_agent");
  const pending = await startRequest();
  const { offer } = await openPage(actor, pending);
  await approveConsent(actor, {
    uid: pending.uid,
    cookieHeader: pending.cookie,
    groups: ["agents.write"],
    widens: offer.widens?.grantId ?? null,
  });
  expect(await listNames(tokens)).toContain("create_agent");
  expect(await readGrants(actor)).toHaveLength(1);
});

test("B18: a widening adds only what was refused and shown, whatever the form names", async () => {
  const { actor } = await makeWorld();
  const tokens = await connectWith(actor, ["agents.read"]);
  await refuse(tokens, "create_agent");
  const pending = await startRequest();
  const { offer } = await openPage(actor, pending);
  const named = ["agents.write", "chat.external", "agents.destructive", "secrets.read"];
  await answer(actor, pending, named, offer.widens?.grantId);
  expect((await readGrants(actor)).map(({ groups }) => groups)).toEqual([["agents.read", "agents.write"]]);
});

test("B18: another connection cannot be named, nor one of somebody else; the request stays to be answered", async () => {
  const { actor, tenant } = await makeWorld();
  const other = await mintMember(tenant, "owner");
  const [mine, own] = [
    await connectWith(actor, ["chat.external"]),
    await connectWith(actor, ["agents.read"]),
  ];
  const theirs = await connectWith(other, ["agents.read"]);
  await refuse(own, "create_agent");
  await refuse(theirs, "create_agent");
  const [first, second, third] = await readGrants(actor);
  const pending = await startRequest();
  const { offer } = await openPage(actor, pending);
  expect(offer.widens?.grantId).toBe(second?.id);
  for (const named of [first?.id, third?.id, "nonsense", ""]) {
    const run = answer(actor, pending, ["agents.write"], named);
    expect(await codeOf(run)).toBe("conflict");
  }
  expect((await readGrants(actor)).map(({ groups }) => groups)).toEqual([
    ["chat.external"],
    ["agents.read"],
    ["agents.read"],
  ]);
  await answer(actor, pending, ["agents.write"], second?.id);
  expect(await listNames(mine)).toEqual(["chat_with_agent"]);
});

test("Deny leaves the connection as it was", async () => {
  const { actor } = await makeWorld();
  const tokens = await connectWith(actor, ["agents.read"]);
  await refuse(tokens, "create_agent");
  const { uid, cookie } = await startRequest();
  await denyConsent(uid, cookie);
  expect((await readGrants(actor)).map(({ groups }) => groups)).toEqual([["agents.read"]]);
  expect(await readWidenings(actor)).toEqual([]);
  expect(await listNames(tokens)).toEqual(["list_agents"]);
});

test("a destructive group that a call needs is shown as needed and is not ticked", async () => {
  const { actor } = await makeWorld();
  await refuse(await connectWith(actor, ["agents.read"]), "delete_agent", "create_agent");
  const { offer, ids } = await openPage(actor, await startRequest({ scope: "agents.destructive" }));
  expect(ids).toEqual(["agents.write", "agents.destructive"]);
  expect(suggestGroups(offer.offered, { requested: offer.needed, needed: offer.needed })).toEqual([
    "agents.write",
  ]);
});

test("two pages of one widening at the same moment: both count, each adds what was ticked there", async () => {
  const { actor } = await makeWorld();
  await refuse(await connectWith(actor, ["agents.read"]), "create_agent", "chat_with_agent");
  const [one, two] = [await startRequest(), await startRequest()];
  const { offer } = await openPage(actor, one);
  const outcomes = await Promise.all([
    codeOf(answer(actor, one, ["agents.write"], offer.widens?.grantId)),
    codeOf(answer(actor, two, ["chat.external"], offer.widens?.grantId)),
  ]);
  const [grant] = await readGrants(actor);
  // Whoever comes second may find the question answered; nobody's groups are lost to the other's.
  expect(outcomes).toContain("done");
  const expected = ["agents.read", ...(outcomes[0] === "done" ? ["agents.write"] : [])];
  expect(grant?.groups.toSorted()).toEqual(
    [...expected, ...(outcomes[1] === "done" ? ["chat.external"] : [])].toSorted(),
  );
});

test("a hundred refused calls write once, and lists write nothing", async () => {
  const { actor } = await makeWorld();
  const tokens = await connectWith(actor, ["agents.read"]);
  await listNames(tokens);
  expect((await readGrants(actor))[0]).toMatchObject({ askedGroups: [], askedAt: null });
  await refuse(tokens, "create_agent");
  const [first] = await readGrants(actor);
  await Promise.all(Array.from({ length: 100 }, () => refuse(tokens, "create_agent")));
  await listNames(tokens);
  expect(await readGrants(actor)).toEqual([first]);
  expect(first?.askedGroups).toEqual(["agents.write"]);
});

test("an app an operator removed comes back with nothing of what it had", async () => {
  const { actor } = await makeWorld();
  const redirect_uri = "https://removed.example/cb";
  const registered = await register({ client_name: "Removed", redirect_uris: [redirect_uri] });
  const app = { client_id: String(registered.json.client_id), redirect_uri };
  const groups = ["agents.read", "agents.destructive"];
  await refuse(await answer(actor, await startRequest(app), groups), "create_agent");
  await removeClient(app.client_id);
  await register({ client_name: "Removed", redirect_uris: [redirect_uri] });
  const { offer } = await openPage(actor, await startRequest(app));
  expect(offer).toMatchObject({ had: null, needed: [] });
});
