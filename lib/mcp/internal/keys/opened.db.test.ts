import { describe, expect, inject, test } from "vitest";
import { flushCalls } from "#lib/activity/flush-calls.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { dumpDatabase } from "#lib/testing/cases/dump-database.ts";
import { mintGrantWithToken, mintMember } from "#lib/testing/mint.ts";
import { asAdmin, readCalls } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { ageKeys, forgetAnswers, useKeys } from "#lib/testing/use-keys.ts";
import { removeUpstream } from "#lib/upstreams/remove-upstream.ts";
import { recheckKey } from "./recheck-key.ts";
import { resolveKeyActor } from "./resolve-key-actor.ts";

useDatabase();
const { scene, world, addInstance, allow, disallow, send, list, call, keyOf } = useKeys();

describe("what a key opens", () => {
  test("its own instance, as itself: the stored key is not used, and others' tools are unknown", async () => {
    await addInstance("Rome", "rome");
    await allow();
    const key = keyOf(world.owner);
    expect(await list(key)).toEqual(["create_agent", "delete_agent", "list_agents"]);
    expect(await call(key, "rome_list_agents")).toContain("Unknown tool");
    const before = scene.fake.seen.length;
    expect(await call(key)).toContain('"content"');
    const used = new Set(scene.fake.seen.slice(before).map(({ headers }) => headers.authorization));
    expect([...used]).toEqual([`Bearer ${key}`]);
  });

  test("two keys never share a session, nor with the stored one", async () => {
    await allow();
    const keys = [keyOf(world.owner), keyOf(world.owner)];
    const before = scene.fake.seen.length;
    for (const key of keys) await call(key);
    const { token } = await mintGrantWithToken(world.owner, { groups: ["agents.read"] });
    await call(token);
    const seen = scene.fake.seen.slice(before).filter(({ message }) => message?.method === "tools/call");
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(
      [...keys, "trinity_mcp_stored"].map((key) => `Bearer ${key}`),
    );
    expect(new Set(seen.map(({ headers }) => headers["mcp-session-id"])).size).toBe(3);
  });

  test("the organisation's decisions about tools hold for it", async () => {
    await allow("member");
    const key = keyOf({ email: null });
    expect(await call(key, "delete_agent")).toMatch(/role in this organisation|Unknown tool/);
  });

  test("a key the instance refuses is asked about again, and is not the instance's illness", async () => {
    await allow();
    const key = keyOf(world.owner);
    await call(key);
    await asAdmin("UPDATE tenant.presented_keys SET checked_at = now() - interval '1 minute'");
    scene.fake.behave((_message, response) => response.writeHead(401).end(), "everything");
    forgetAnswers();
    expect(await call(key)).toContain("isError");
    world.backend.setOwner(key, null);
    const listAnew = () => (forgetAnswers(), list(key));
    await expect.poll(listAnew, { timeout: 30_000 }).toBe(401);
    const where = { tenantId: world.tenant.tenantId, id: world.upstreamId };
    const row = await inTenant(world.tenant.tenantId, (tx) => tx.upstream.findFirst({ where }));
    expect(row?.problem).toBeNull();
  });

  test("its calls are in the ledger by its row and its owner; no store holds the key", async () => {
    await allow("auditor");
    const [own, foreign] = [keyOf(world.owner), keyOf({ email: null })];
    for (const key of [own, foreign]) await call(key);
    await call(own, "no_such_tool");
    await flushCalls();
    const keys = await inTenant(world.tenant.tenantId, (tx) =>
      tx.presentedKey.findMany({ where: { tenantId: world.tenant.tenantId } }),
    );
    const rows = await readCalls(world.tenant);
    const ids = keys.map(({ id }) => id);
    expect(
      rows.map(({ personId, grantId, clientId, outcome }) => [personId, grantId, clientId, outcome]),
    ).toEqual([
      [world.owner.personId, null, "trinity-key", "ok"],
      [null, null, "trinity-key", "ok"],
      [world.owner.personId, null, "trinity-key", "denied"],
    ]);
    for (const { keyId } of rows) expect(ids).toContain(keyId);
    const dump = await dumpDatabase(inject("postgres").superuserUrl);
    for (const key of [own, foreign]) expect(dump.includes(key)).toBe(false);
  });
});

describe("ending it", () => {
  const endings: [string, (member: MemberActor) => Promise<unknown>][] = [
    ["not allowed any more", () => disallow()],
    ["another instance's keys instead", async () => await allow(null, await addInstance("Rome", "rome"))],
    ["the instance removed", () => removeUpstream(world.owner, { id: world.upstreamId })],
    [
      "its owner removed",
      (member) =>
        inTenant(world.tenant.tenantId, (tx) =>
          tx.membership.deleteMany({ where: { tenantId: world.tenant.tenantId, id: member.membershipId } }),
        ),
    ],
    [
      "its owner's role changed",
      (member) =>
        inTenant(world.tenant.tenantId, (tx) =>
          tx.membership.updateMany({
            where: { tenantId: world.tenant.tenantId, id: member.membershipId },
            data: { role: "auditor" },
          }),
        ),
    ],
    [
      "the organisation suspended",
      () =>
        inTenant(world.tenant.tenantId, (tx) =>
          tx.tenant.updateMany({ where: { id: world.tenant.tenantId }, data: { status: "suspended" } }),
        ),
    ],
  ];

  test.each(endings)("%s: a running call is cut, and the next request sees it", async (_name, end) => {
    const member = await mintMember(world.tenant, "admin");
    await allow();
    const key = keyOf(member);
    const before = await list(key);
    scene.fake.behave(() => undefined);
    const received = scene.fake.received("tools/call");
    const running = send("tools/call", { name: "list_agents", arguments: {} }, key);
    await received;
    await end(member);
    expect((await running).status).toBe(401);
    await scene.gateway.settle();
    expect(await list(key)).not.toEqual(before);
  });

  test("what stays open is cut once Trinity says that the key was revoked", async () => {
    await allow();
    const key = keyOf(world.owner);
    await list(key);
    scene.fake.behave(() => undefined);
    const received = scene.fake.received("tools/call");
    const running = send("tools/call", { name: "list_agents", arguments: {} }, key);
    await received;
    const resolved = await resolveKeyActor(`Bearer ${key}`, world.tenant.address);
    if (resolved?.ok !== true) throw new Error("the key did not resolve");
    world.backend.setOwner(key, null);
    await ageKeys();
    await recheckKey(resolved.actor);
    expect((await running).status).toBe(401);
  });

  test("a key that was allowed and then was not is asked about anew when it is allowed again", async () => {
    await allow();
    const key = keyOf(world.owner);
    await list(key);
    await disallow();
    expect(await list(key)).toBe(401);
    await allow();
    expect(await list(key)).toContain("list_agents");
    expect(world.backend.count(key)).toBe(2);
  });
});
