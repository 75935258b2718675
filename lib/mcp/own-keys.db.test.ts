import { afterEach, describe, expect, test } from "vitest";
import { catchUpRevocations } from "#lib/grants/watch-revocations.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, makeCalls, useGateway } from "#lib/testing/use-gateway.ts";
import { sealKey } from "#lib/upstreams/internal/seal-key.ts";
import { pauseUpstream } from "#lib/upstreams/pause-upstream.ts";
import { removeOwnKey } from "#lib/upstreams/remove-own-key.ts";
import type { KeyState } from "#lib/upstreams/schema.ts";
import { setKeyMode } from "#lib/upstreams/set-key-mode.ts";
import { setUpstreamRoles } from "#lib/upstreams/set-upstream-roles.ts";
import type { KeyMode } from "#lib/upstreams/terms.ts";

useDatabase();
const scene = useGateway();
const { call } = makeCalls(scene);

const OWN_KEY = "trinity_mcp_key-of-the-member";

/** What a call answers, in words. */
async function ask(token = scene.token): Promise<string> {
  const { result } = await call({}, { token });
  return result.content[0]?.text ?? "";
}

async function setMode(mode: KeyMode): Promise<void> {
  const { version } = await readRow();
  await setKeyMode(await mintMember(scene.tenant, "admin"), { id: scene.upstreamId, version, mode });
}

async function readRow() {
  const { tenantId } = scene.tenant;
  return await inTenant(tenantId, (tx) =>
    tx.upstream.findFirstOrThrow({ where: { tenantId, id: scene.upstreamId } }),
  );
}

async function storeOwn(state: KeyState = "active"): Promise<void> {
  const { tenantId, personId: ownerId } = scene.member;
  const place = { tenantId, upstreamId: scene.upstreamId, ownerId, version: 1 };
  const row = { id: crypto.randomUUID(), ...place, sealed: sealKey(OWN_KEY, place), lastFour: "mber", state };
  await inTenant(tenantId, (tx) => tx.upstreamKey.create({ data: row }));
  await catchUpRevocations();
}

const keysSeen = () => new Set(scene.fake.seen.map(({ headers }) => headers.authorization));

afterEach(async () => {
  await removeOwnKey(scene.member, { id: scene.upstreamId }).catch(() => undefined);
  await setMode("shared");
  scene.fake.seen.length = 0;
});

describe("whose key a call goes with", () => {
  test("their own alone: without one the call says so with the way to add it, and nothing reaches the instance", async () => {
    await setMode("personal");
    scene.fake.seen.length = 0;
    expect(await ask()).toContain("is used with each person's own Trinity key, and you have not added yours");
    expect(await ask()).toContain("/me/trinity-keys");
    expect(scene.fake.seen).toEqual([]);
    await storeOwn();
    await ask();
    expect(keysSeen()).toEqual(new Set([`Bearer ${OWN_KEY}`]));
  });

  test("their own first, the shared one for everybody without", async () => {
    await setMode("personal_first");
    await ask();
    expect(keysSeen()).toEqual(new Set([`Bearer ${FAKE_KEY}`]));
    scene.fake.seen.length = 0;
    await storeOwn();
    await ask();
    expect(keysSeen()).toEqual(new Set([`Bearer ${OWN_KEY}`]));
    const other = await mintMember(scene.tenant, "member");
    const { token } = await mintGrantWithToken(other, { groups: ["agents.read"] });
    scene.fake.seen.length = 0;
    await ask(token);
    expect(keysSeen()).toEqual(new Set([`Bearer ${FAKE_KEY}`]));
  });

  test("one that waits or was declined is used for nothing", async () => {
    await setMode("personal");
    await storeOwn("waiting");
    expect(await ask()).toContain("yours waits for an admin");
    await removeOwnKey(scene.member, { id: scene.upstreamId });
    await storeOwn("declined");
    expect(await ask()).toContain("an admin has declined yours");
    await removeOwnKey(scene.member, { id: scene.upstreamId });
    await setMode("shared");
    scene.fake.seen.length = 0;
    await storeOwn();
    await ask();
    expect(keysSeen()).not.toContain(`Bearer ${OWN_KEY}`);
  });
});

test("paused, the next call is refused in words and nothing reaches the instance; resumed, it does", async () => {
  const admin = await mintMember(scene.tenant, "admin");
  await ask();
  await pauseUpstream(admin, { id: scene.upstreamId, isPaused: true });
  scene.fake.seen.length = 0;
  expect(await ask()).toContain('has paused the Trinity instance "Berlin". Nothing was done.');
  expect(scene.fake.seen).toEqual([]);
  await pauseUpstream(admin, { id: scene.upstreamId, isPaused: false });
  await ask();
  expect(scene.fake.seen.length).toBeGreaterThan(0);
});

test("a role it is not for is refused at the next call, and lists none of its tools", async () => {
  const admin = await mintMember(scene.tenant, "admin");
  const setRoles = async (roles: string[]) => {
    const { version } = await readRow();
    await setUpstreamRoles(admin, { id: scene.upstreamId, version, roles });
  };
  await setRoles(["owner", "admin"]);
  expect(await ask()).toContain("Your organisation has decided that your role does not use this tool.");
  await setRoles(["owner", "admin", "member", "auditor"]);
  expect(await ask()).not.toContain("Your organisation has decided");
});
