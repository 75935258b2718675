import { describe, expect, test, vi } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import { setKeyAccessAsSeen } from "#lib/testing/as-seen.ts";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { makeKey, openFakeBackend } from "#lib/testing/open-fake-backend.ts";
import { allowOutbound } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { ageKeys, forgetAnswers, useKeys } from "#lib/testing/use-keys.ts";
import { getKeyAccess } from "#lib/upstreams/get-key-access.ts";
import { setKeyAccess } from "#lib/upstreams/set-key-access.ts";
import { resolveKeyActor } from "./resolve-key-actor.ts";

useDatabase();
const { scene, world, addInstance, allow, send, list, keyOf } = useKeys();

describe("where keys work", () => {
  test("nowhere, until an admin allows it; then at the organisation's own address alone", async () => {
    const key = keyOf(world.owner);
    expect(await list(key)).toBe(401);
    expect(world.backend.count(key)).toBe(0);
    await allow();
    expect(await list(key)).toEqual(["create_agent", "delete_agent", "list_agents"]);
    for (const path of [
      "/api/mcp",
      "/",
      `/api/mcp/${scene.tenant.address}`,
      `/api/mcp/${world.tenant.address}-x`,
    ]) {
      expect((await send("tools/list", {}, key, path)).status, path).toBe(401);
    }
    expect(world.backend.count(key)).toBe(1);
  });

  test("a refused key is challenged as any bad token is", async () => {
    await allow();
    const response = await send("tools/list", {}, makeKey());
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringMatching(/^Bearer resource_metadata=.*error="invalid_token"/),
    ]);
  });

  test("a key in the query, in another header, of another shape, or far too long is none", async () => {
    await allow("owner");
    const key = keyOf(world.owner);
    const path = `/api/mcp/${world.tenant.address}`;
    const others = [
      scene.gateway.send({ method: "POST", path: `${path}?key=${key}&token=${key}` }),
      scene.gateway.send({ method: "POST", path, headers: { "x-api-key": key } }),
      scene.gateway.send({ method: "POST", path, headers: { authorization: `Basic ${key}` } }),
      ...[
        `${key}x`,
        key.slice(0, -1),
        key.toUpperCase(),
        `${key}${"x".repeat(8_000)}`,
        key.replace(/.$/, "!"),
      ].map((bad) =>
        scene.gateway.send({ method: "POST", path, headers: { authorization: `Bearer ${bad}` } }),
      ),
    ];
    for (const response of await Promise.all(others)) expect(response.status).toBe(401);
    expect(world.backend.count(key)).toBe(0);
  });

  test("it takes an instance with a backend, and a role not above one's own", async () => {
    const bare = await mintUpstream(world.tenant, {
      url: scene.fake.url,
      key: "trinity_mcp_b",
      tools: [],
      name: "Bare",
    });
    await expect(allow(null, bare.upstreamId)).rejects.toMatchObject({ code: "precondition_failed" });
    const admin = await mintMember(world.tenant, "admin");
    const wish = { id: world.upstreamId, isAllowed: true, role: "owner" };
    await expect(setKeyAccessAsSeen(admin, wish)).rejects.toMatchObject({ code: "forbidden" });
    await expect(setKeyAccessAsSeen(await mintMember(world.tenant, "member"), wish)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

test("of two admins who saw the same, the second does not undo what the first decided", async () => {
  const other = await addInstance("Other");
  const { seen } = await getKeyAccess(world.owner, { id: other });
  const choices = [
    { id: world.upstreamId, isAllowed: true, role: "auditor", seen },
    { id: other, isAllowed: true, role: null, seen },
  ];
  const both = await Promise.allSettled(choices.map((choice) => setKeyAccess(world.owner, choice)));
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const now = await getKeyAccess(world.owner, { id: other });
  for (const late of [...choices, { id: world.upstreamId, isAllowed: false, role: null, seen }]) {
    await expect(setKeyAccess(world.owner, late)).rejects.toMatchObject({ code: "conflict" });
  }
  expect(await getKeyAccess(world.owner, { id: other })).toEqual(now);
});

describe("whose a key is", () => {
  test("its owner's, by their address, in whatever case: in that member's role", async () => {
    const member = await mintMember(world.tenant, "member");
    await allow();
    expect(await list(keyOf({ email: member.email.toUpperCase() }))).toEqual(["create_agent", "list_agents"]);
    expect(await list(keyOf(world.owner))).toContain("delete_agent");
  });

  test("nobody's here: the role the admin chose, else none", async () => {
    const key = keyOf({ email: "stranger@elsewhere.example" });
    await allow();
    expect(await list(key)).toBe(401);
    await allow("auditor");
    expect(await list(key)).toEqual(["list_agents"]);
    expect(world.backend.count(key)).toBe(1);
  });

  test("a member of another organisation is nobody here", async () => {
    await allow();
    expect(await list(keyOf(await mintMember(await mintTenant(), "owner")))).toBe(401);
  });

  test("an agent's or a connector's acts for no person; a system key, and one of no known kind, is refused", async () => {
    await allow("auditor");
    for (const scope of ["agent", "connector"])
      expect(await list(keyOf(world.owner, scope)), scope).toEqual(["list_agents"]);
    for (const scope of ["system", "ops", "anonymous"])
      expect(await list(keyOf(world.owner, scope)), scope).toBe(401);
  });

  test("another organisation's key is worth nothing, however the same instance calls it", async () => {
    const other = await openFakeBackend();
    allowOutbound(other.url);
    await allow("owner");
    expect(await list(other.addKey({ scope: "user", email: world.owner.email }))).toBe(401);
    expect(other.count()).toBe(0);
    await other.close();
  });
});

describe("asking Trinity", () => {
  test("fifty who come with one unknown key at once are one question, and so are those who come later", async () => {
    await allow();
    for (const key of [keyOf(world.owner), makeKey()]) {
      const before = await Promise.all(Array.from({ length: 50 }, () => list(key)));
      expect(new Set(before.map(String)).size).toBe(1);
      forgetAnswers();
      for (let later = 0; later < 5; later += 1) await list(key);
      expect(world.backend.count(key)).toBe(1);
    }
  });

  test("a storm of guesses ends in 429 without a question more, and fills nothing", async () => {
    await allow();
    const good = keyOf(world.owner);
    await list(good);
    const before = world.backend.count();
    const answers = await Promise.all(Array.from({ length: 200 }, () => list(makeKey())));
    expect(world.backend.count() - before).toBeLessThanOrEqual(60);
    expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(140);
    const rows = await inTenant(world.tenant.tenantId, (tx) =>
      tx.presentedKey.count({ where: { tenantId: world.tenant.tenantId } }),
    );
    expect(rows).toBeLessThanOrEqual(61);
    expect(await list(good)).toContain("list_agents");
    const refused = await send("tools/list", {}, makeKey());
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("two instances that meet an unknown key at the same time ask once between them", async () => {
    await allow();
    const key = keyOf(world.owner);
    const resume = world.backend.hold();
    const resolve = () => resolveKeyActor(`Bearer ${key}`, world.tenant.address);
    const first = resolve();
    await vi.waitFor(() => expect(world.backend.count(key)).toBe(1), 30_000);
    // Another process knows nothing of what this one asks.
    takeOnce("mcp.key-checks");
    const second = resolve();
    const claimed = () =>
      inTenant(world.tenant.tenantId, (tx) => tx.presentedKey.findFirst({ select: { askedAt: true } }));
    expect((await claimed())?.askedAt).not.toBeNull();
    resume();
    expect([(await first)?.ok, (await second)?.ok, world.backend.count(key)]).toEqual([true, true, 1]);
    expect((await claimed())?.askedAt).toBeNull();
  });

  test("one address guesses ten times in ten minutes, whatever else comes from elsewhere", async () => {
    await allow();
    const guess = (peer: string) =>
      withPeerAddress(peer, () => resolveKeyActor(`Bearer ${makeKey()}`, world.tenant.address));
    for (let tries = 0; tries < 10; tries += 1)
      expect(await guess("203.0.113.7")).toMatchObject({ reason: "invalid" });
    expect(await guess("203.0.113.7")).toMatchObject({ reason: "wait", status: 429 });
    expect(await guess("203.0.113.8")).toMatchObject({ reason: "invalid" });
  });

  test("a backend that is away is no word about the key: 503 and when to come back, and nothing is stored", async () => {
    await allow();
    const [fresh, known] = [keyOf(world.owner), keyOf(world.owner)];
    await list(known);
    world.backend.fail(502);
    await ageKeys();
    forgetAnswers();
    for (const key of [fresh, known]) {
      const response = await send("tools/list", {}, key);
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    }
    world.backend.fail(null);
    for (const key of [fresh, known]) expect(await list(key)).toContain("list_agents");
  });

  test("a good key is asked about again after five minutes: one that was revoked is gone then", async () => {
    await allow();
    const key = keyOf(world.owner);
    await list(key);
    world.backend.setOwner(key, null);
    forgetAnswers();
    expect(await list(key)).toContain("list_agents");
    await ageKeys();
    forgetAnswers();
    expect(await list(key)).toBe(401);
    expect(world.backend.count(key)).toBe(2);
  });

  test("and follows its owner to another membership", async () => {
    const member = await mintMember(world.tenant, "member");
    await allow();
    const key = keyOf(world.owner);
    await list(key);
    world.backend.setOwner(key, { scope: "user", email: member.email });
    await ageKeys();
    forgetAnswers();
    expect(await list(key)).not.toContain("delete_agent");
  });
});
