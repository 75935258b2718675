import { describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { KEYS, newKey, useInstances } from "#lib/testing/use-instances.ts";
import { decidePersonalKey } from "./decide-personal-key.ts";
import { getUpstream } from "./get-upstream.ts";
import { leaseSession } from "./lease-session.ts";
import { listOwnKeys } from "./list-own-keys.ts";
import { listPersonalKeys } from "./list-personal-keys.ts";
import { lookAtKeys } from "./look-at-keys.ts";
import { removeOwnKey } from "./remove-own-key.ts";
import { replaceKey } from "./replace-key.ts";
import { settleKey } from "./settle-key.ts";
import { storeOwnKey } from "./store-own-key.ts";

useDatabase();
const instances = useInstances();

const codeOf = async (attempt: Promise<unknown>) =>
  await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );

type Scene = { tenant: MintedTenant; admin: MemberActor; member: MemberActor; id: UpstreamId };

async function mintScene(data: object = {}): Promise<Scene> {
  const tenant = await mintTenant();
  const [admin, member] = [await mintMember(tenant, "admin"), await mintMember(tenant, "member")];
  const spec = { url: instances.url, key: KEYS.user, tools: ["list_agents"] };
  const { upstreamId: id } = await mintUpstream(tenant, spec);
  const { tenantId } = tenant;
  const row = { keyMode: "personal", apiUrl: instances.apiUrl, ...data };
  await inTenant(tenantId, (tx) => tx.upstream.updateMany({ where: { tenantId, id }, data: row }));
  return { tenant, admin, member, id };
}

describe("a person's own key", () => {
  test("is theirs when Trinity says so, and is shown to nobody beyond its end", async () => {
    const { member, admin, id } = await mintScene();
    const owner = { ...member, email: "Owner@acme.example" };
    expect(await storeOwnKey(owner, { id, key: KEYS.user })).toEqual({ ok: true, state: "active" });
    const [place] = await listOwnKeys(owner, {});
    expect(place).toMatchObject({ isNeeded: false, key: { kind: "user", lastFour: KEYS.user.slice(-4) } });
    const listed = await listPersonalKeys(admin, { id });
    expect(listed.counts).toEqual({ active: 1, waiting: 0, refused: 0 });
    expect(JSON.stringify([place, listed])).not.toContain(KEYS.user);
  });

  test("that acts as somebody else waits for an admin, who approves or declines it once", async () => {
    const { member, admin, id } = await mintScene();
    expect(await storeOwnKey(member, { id, key: KEYS.user })).toEqual({ ok: true, state: "waiting" });
    expect((await listOwnKeys(member, {}))[0]).toMatchObject({ isNeeded: true });
    const { waiting } = await listPersonalKeys(admin, { id });
    const [seen] = waiting;
    const decision = { id, keyId: seen?.id ?? "", version: seen?.version, isApproved: true };
    expect(await codeOf(decidePersonalKey(member, decision))).toBe("forbidden");
    await decidePersonalKey(admin, decision);
    expect(await codeOf(decidePersonalKey(admin, decision))).toBe("not_found");
    expect((await listOwnKeys(member, {}))[0]).toMatchObject({ isNeeded: false, key: { state: "active" } });
  });

  test("whose owner nobody can tell is taken at the person's word and shown as unknown", async () => {
    const { member, id } = await mintScene({ apiUrl: null });
    expect(await storeOwnKey(member, { id, key: KEYS.user })).toEqual({ ok: true, state: "active" });
    expect((await listOwnKeys(member, {}))[0]?.key).toMatchObject({ kind: "unknown", actsAs: null });
  });

  test("that is refused, or of kind system, is not stored", async () => {
    const { member, id } = await mintScene();
    expect(await storeOwnKey(member, { id, key: newKey() })).toEqual({ ok: false, problem: "refused_key" });
    expect(await storeOwnKey(member, { id, key: KEYS.system })).toEqual({ ok: false, problem: "system_key" });
    expect((await listOwnKeys(member, {}))[0]?.key).toBeNull();
  });

  test.each([
    ["takes no personal keys", { keyMode: "shared" }],
    ["is not for their role", { roles: ["owner" as const] }],
    ["is not set up", { status: "draft" as const }],
  ])("I01: an instance that %s is none to them", async (_why, data) => {
    const { member, id } = await mintScene(data);
    expect(await codeOf(storeOwnKey(member, { id, key: KEYS.user }))).toBe("not_found");
    expect(await listOwnKeys(member, {})).toEqual([]);
  });

  test("I01: of another person is not theirs to remove, and goes with the membership", async () => {
    const { tenant, member, admin, id } = await mintScene();
    await storeOwnKey(member, { id, key: KEYS.user });
    expect(await codeOf(removeOwnKey(admin, { id }))).toBe("not_found");
    const { tenantId } = tenant;
    const count = () =>
      inTenant(tenantId, (tx) => tx.upstreamKey.count({ where: { tenantId, ownerId: member.personId } }));
    expect(await count()).toBe(1);
    const where = { tenantId, id: member.membershipId };
    await inTenant(tenantId, (tx) => tx.membership.updateMany({ where, data: { status: "removed" } }));
    expect(await count()).toBe(0);
  });
});

describe("rotation with overlap", () => {
  async function call({ tenant, id }: Scene): Promise<string> {
    const { tenantId } = tenant;
    const key = await inTenant(tenantId, (tx) =>
      tx.upstreamKey.findFirstOrThrow({
        where: { tenantId, ownerId: null },
        select: { id: true, version: true },
      }),
    );
    const place = { url: instances.url, keyHeader: "authorization", transport: "http" as const };
    const session = leaseSession({ tenantId, upstreamId: id, ...place, key: key as never });
    const params = JSON.stringify({ name: "list_agents", arguments: {} });
    const reply = await session.request({ method: "tools/call", params });
    return reply.ok ? "ok" : reply.reason;
  }

  test("H12: the new key is used at once, the old one stands in while the new one is refused, and is gone once confirmed", async () => {
    const scene = await mintScene({ keyMode: "shared" });
    const { admin, id } = scene;
    expect((await replaceKey(admin, { id, key: KEYS.other, overlapHours: 24 })).ok).toBe(true);
    expect((await getUpstream(admin, { id })).key).toMatchObject({
      lastFour: KEYS.other.slice(-4),
      previous: { lastFour: KEYS.user.slice(-4) },
    });
    await instances.control("keys", { keyName: "other", active: false });
    try {
      expect(await call(scene)).toBe("ok");
      await settleKey(admin, { id });
      expect((await getUpstream(admin, { id })).key?.previous).toBeNull();
      expect(await call(scene)).toBe("refused_key");
      expect(await codeOf(settleKey(admin, { id }))).toBe("precondition_failed");
    } finally {
      await instances.control("keys", { keyName: "other", active: true });
    }
    expect(await call(scene)).toBe("ok");
  });

  test("H12: an old key whose time is over stands in no more, and a job wipes it", async () => {
    const scene = await mintScene({ keyMode: "shared" });
    const { tenant, admin, id } = scene;
    await replaceKey(admin, { id, key: KEYS.other, overlapHours: 1 });
    const { tenantId } = tenant;
    const where = { tenantId, upstreamId: id };
    const previousUntil = new Date(Date.now() - 1_000);
    await inTenant(tenantId, (tx) => tx.upstreamKey.updateMany({ where, data: { previousUntil } }));
    await instances.control("keys", { keyName: "other", active: false });
    try {
      expect(await call(scene)).toBe("refused_key");
    } finally {
      await instances.control("keys", { keyName: "other", active: true });
    }
    await lookAtKeys();
    const [row] = await inTenant(tenantId, (tx) => tx.upstreamKey.findMany({ where }));
    expect(row).toMatchObject({ previousSealed: null, previousUntil: null, version: 3 });
    expect(await call(scene)).toBe("ok");
  });
});
