import { describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { KEYS, newKey, useInstances } from "#lib/testing/use-instances.ts";
import { approveTools } from "./approve-tools.ts";
import { checkUpstream } from "./check-upstream.ts";
import { draftUpstream } from "./draft-upstream.ts";
import { editUpstream } from "./edit-upstream.ts";
import { getHealth } from "./get-health.ts";
import { getUpstream } from "./get-upstream.ts";
import { refreshDueTools } from "./refresh-due-tools.ts";
import type { CheckRow } from "./schema.ts";
import { setUpstreamRoles } from "./set-upstream-roles.ts";
import { storeKey } from "./store-key.ts";
import { storeOwnKey } from "./store-own-key.ts";

useDatabase();
const instances = useInstances();

const mintOwner = async () => await mintMember(await mintTenant(), "owner");
const codeOf = async (attempt: Promise<unknown>) =>
  await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );

async function draft(actor: MemberActor, more: object = {}): Promise<UpstreamId> {
  return (await draftUpstream(actor, { name: "Main", url: instances.url, ...more })).id;
}

async function setUp(actor: MemberActor, more: object = {}): Promise<UpstreamId> {
  const id = await draft(actor, more);
  await storeKey(actor, { id, version: 1, mode: "personal_first", key: KEYS.user });
  expect((await checkUpstream(actor, { id })).ok).toBe(true);
  const { pendingDigest } = await getUpstream(actor, { id });
  await approveTools(actor, { id, digest: pendingDigest });
  const { version } = await getUpstream(actor, { id });
  await setUpstreamRoles(actor, { id, version, roles: ["owner", "member"] });
  return id;
}

async function countKeys({ tenantId }: MemberActor): Promise<number> {
  return await inTenant(tenantId, (tx) => tx.upstreamKey.count({ where: { tenantId } }));
}

describe("setting up an instance", () => {
  test("goes on where it stands: key, test, tools, who may use it; each row of the test is told as it is known", async () => {
    const actor = await mintOwner();
    const id = await draft(actor, { apiUrl: instances.apiUrl });
    expect(await getUpstream(actor, { id })).toMatchObject({ setup: "key", state: "draft", key: null });
    expect(await codeOf(checkUpstream(actor, { id }))).toBe("precondition_failed");
    await storeKey(actor, { id, version: 1, mode: "personal", key: KEYS.user });
    expect(await getUpstream(actor, { id })).toMatchObject({ setup: "test", keyMode: "personal" });
    const told: CheckRow[] = [];
    const { rows } = await checkUpstream(actor, { id }, (row) => told.push(row));
    expect(told).toEqual(rows);
    const tested = await getUpstream(actor, { id });
    expect(tested).toMatchObject({
      setup: "tools",
      status: "draft",
      report: rows,
      revision: "2025-11-25",
      key: { kind: "user", actsAs: "owner@acme.example" },
    });
    await approveTools(actor, { id, digest: tested.pendingDigest });
    expect(await getUpstream(actor, { id })).toMatchObject({ setup: "access", state: "ready" });
    await setUpstreamRoles(actor, { id, version: tested.version, roles: ["owner"] });
    expect(await getUpstream(actor, { id })).toMatchObject({ setup: null, roles: ["owner"] });
  });

  test("a failed test leaves a draft with the rows of what failed; another key can be tried", async () => {
    const actor = await mintOwner();
    const id = await draft(actor);
    await storeKey(actor, { id, version: 1, mode: "shared", key: newKey() });
    expect((await checkUpstream(actor, { id })).ok).toBe(false);
    const failed = await getUpstream(actor, { id });
    expect(failed).toMatchObject({
      status: "draft",
      setup: "test",
      problem: "refused_key",
      problemStatus: 401,
    });
    expect(failed.report.find(({ outcome }) => outcome === "failed")?.check).toBe("accepts_key");
    expect(await codeOf(approveTools(actor, { id, digest: failed.pendingDigest }))).toBe(
      "precondition_failed",
    );
    await storeKey(actor, { id, version: failed.version, mode: "shared", key: KEYS.user });
    expect((await checkUpstream(actor, { id })).ok).toBe(true);
  });

  test("a system key is taken only when an owner confirms it; an admin's confirmation is refused", async () => {
    const tenant = await mintTenant();
    const [owner, admin] = [await mintMember(tenant, "owner"), await mintMember(tenant, "admin")];
    const id = await draft(owner, { apiUrl: instances.apiUrl });
    await storeKey(owner, { id, version: 1, mode: "shared", key: KEYS.system });
    const { rows } = await checkUpstream(owner, { id });
    expect(rows.find(({ outcome }) => outcome === "failed")).toMatchObject({ problem: "system_key" });
    expect(await codeOf(checkUpstream(admin, { id, confirmSystem: true }))).toBe("forbidden");
    expect((await checkUpstream(owner, { id, confirmSystem: true })).ok).toBe(true);
    expect((await checkUpstream(admin, { id })).ok).toBe(true);
  });

  test("two who save at once: the second is a conflict and changes nothing", async () => {
    const actor = await mintOwner();
    const id = await draft(actor);
    const edit = (name: string) => editUpstream(actor, { id, version: 1, name, url: instances.url });
    await edit("First");
    expect(await codeOf(edit("Second"))).toBe("conflict");
    expect(await codeOf(storeKey(actor, { id, version: 1, mode: "shared", key: KEYS.user }))).toBe(
      "conflict",
    );
    expect(await getUpstream(actor, { id })).toMatchObject({ name: "First", key: null });
  });
});

describe("another host", () => {
  test.each([
    ["of the instance", () => ({ url: instances.fakeUrl, apiUrl: instances.apiUrl })],
    ["of the backend", () => ({ url: instances.url, apiUrl: new URL(instances.fakeUrl).origin })],
  ])(
    "H08: %s gets no key: all are wiped, people's own too, and its tools wait again",
    async (_which, place) => {
      const actor = await mintOwner();
      const id = await setUp(actor, { apiUrl: instances.apiUrl });
      expect(await storeOwnKey(actor, { id, key: KEYS.other })).toMatchObject({ ok: true });
      expect(await countKeys(actor)).toBe(2);
      const { version } = await getUpstream(actor, { id });
      instances.dialled = 0;
      const edited = await editUpstream(actor, { id, version, name: "Main", ...place() });
      expect(edited).toEqual({ isWiped: true });
      expect(await countKeys(actor)).toBe(0);
      const after = await getUpstream(actor, { id });
      expect(after).toMatchObject({ status: "draft", setup: "key", key: null });
      expect(new Set(after.tools.map(({ state }) => state))).toEqual(new Set(["pending"]));
      expect(instances.dialled).toBe(0);
    },
  );

  test("a new name, or no backend address any more, takes no key away", async () => {
    const actor = await mintOwner();
    const id = await setUp(actor, { apiUrl: instances.apiUrl });
    const { version } = await getUpstream(actor, { id });
    const edited = await editUpstream(actor, { id, version, name: "Renamed", url: instances.url });
    expect(edited).toEqual({ isWiped: false });
    expect(await getUpstream(actor, { id })).toMatchObject({
      name: "Renamed",
      status: "ready",
      apiUrl: null,
    });
    expect(await countKeys(actor)).toBe(1);
  });
});

describe("health", () => {
  test("a refused key is dead only when it was refused a while ago too, and its backend says so; taken again, it lives", async () => {
    const actor = await mintOwner();
    const id = await setUp(actor, { apiUrl: instances.apiUrl });
    const where = { tenantId: actor.tenantId, id };
    const look = async (age: { problemSince?: Date } = {}) => {
      const checkedAt = new Date(Date.now() - 3_600_000);
      await inTenant(actor.tenantId, (tx) => tx.upstream.updateMany({ where, data: { checkedAt, ...age } }));
      await refreshDueTools();
      return await getUpstream(actor, { id });
    };
    await instances.control("keys", { keyName: "user", active: false });
    const first = await look();
    expect(first).toMatchObject({ state: "error", problem: "refused_key", key: { refusedAt: null } });
    const second = await look({ problemSince: new Date(Date.now() - 120_000) });
    expect(second.key?.refusedAt).toBeInstanceOf(Date);
    await instances.control("keys", { keyName: "user", active: true });
    const well = await look();
    expect(well).toMatchObject({ state: "ready", problem: null, key: { refusedAt: null } });
    const { days, events } = await getHealth(actor, { id });
    expect(days).toHaveLength(30);
    expect(days.at(-1)).toMatchObject({ checks: 4, failures: 2 });
    const { tenantId } = actor;
    const mails = await inTenant(tenantId, (tx) => tx.mail.findMany({ where: { tenantId } }));
    expect(mails.map(({ kind }) => kind).toSorted()).toEqual(["key-dead", "key-well"]);
    expect(events.map(({ kind }) => kind).toSorted()).toEqual(["down", "key_refused", "key_well", "well"]);
  });
});
