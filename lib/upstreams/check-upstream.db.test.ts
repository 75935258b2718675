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
import { connectUpstream } from "./connect-upstream.ts";
import { ensureUpstream } from "./ensure-upstream.ts";
import { getUpstream } from "./get-upstream.ts";
import { listUpstreams } from "./list-upstreams.ts";
import { replaceKey } from "./replace-key.ts";
import { switchTools } from "./switch-tools.ts";

useDatabase();
const instances = useInstances();

const mintOwner = async () => await mintMember(await mintTenant(), "owner");

async function connect(actor: MemberActor, input: object = {}): Promise<UpstreamId> {
  const outcome = await connectUpstream(actor, {
    name: "Main",
    url: instances.url,
    key: KEYS.user,
    ...input,
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rows));
  return outcome.id;
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
}

describe("tools", () => {
  test("wait until the very list that was seen is approved; a draft becomes ready; one can be switched off and on", async () => {
    const actor = await mintOwner();
    const id = await connect(actor);
    const seen = await getUpstream(actor, { id });
    expect(seen.status).toBe("draft");
    expect(new Set(seen.tools.map(({ state }) => state))).toEqual(new Set(["pending"]));
    expect(await refusal(approveTools(actor, { id, digest: "0".repeat(64) }))).toBe("conflict");
    await approveTools(actor, { id, digest: seen.pendingDigest });
    const tool = seen.tools.find(({ name }) => name === "list_agents");
    await switchTools(actor, { id, toolIds: [tool?.id], isOn: false });
    const after = await getUpstream(actor, { id });
    expect(after.status).toBe("ready");
    expect(after.tools.filter(({ state }) => state === "off").map(({ name }) => name)).toEqual([
      "list_agents",
    ]);
    await switchTools(actor, { id, toolIds: [tool?.id], isOn: true });
    expect((await getUpstream(actor, { id })).tools.every(({ state }) => state === "approved")).toBe(true);
  });

  test("a new and a changed tool wait, one that is off stays off, a vanished one is gone and returns as it was approved", async () => {
    const actor = await mintOwner();
    for (const name of ["drift_a", "drift_b", "drift_c"]) await instances.control("tools", { name });
    const id = await connect(actor);
    const { pendingDigest, tools } = await getUpstream(actor, { id });
    await approveTools(actor, { id, digest: pendingDigest });
    const off = tools.find(({ name }) => name === "drift_b");
    await switchTools(actor, { id, toolIds: [off?.id], isOn: false });
    await instances.control("tools", { name: "drift_a", description: "Something else now." });
    await instances.control("tools", { name: "drift_b", description: "Something else now." });
    await instances.control("tools", { name: "drift_c", remove: true });
    await instances.control("tools", { name: "drift_d" });
    expect((await checkUpstream(actor, { id })).ok).toBe(true);
    const states = async () =>
      Object.fromEntries(
        (await getUpstream(actor, { id })).tools
          .filter(({ name }) => name.startsWith("drift"))
          .map((t) => [t.name, t.state]),
      );
    expect(await states()).toEqual({
      drift_a: "pending",
      drift_b: "off",
      drift_c: "gone",
      drift_d: "pending",
    });
    await instances.control("tools", { name: "drift_c" });
    await checkUpstream(actor, { id });
    expect((await states())["drift_c"]).toBe("approved");
    for (const name of ["drift_a", "drift_b", "drift_c", "drift_d"])
      await instances.control("tools", { name, remove: true });
  });
});

describe("a stored instance", () => {
  test("a key that fails its checks changes nothing; one that passes replaces it under a new version", async () => {
    const actor = await mintOwner();
    const id = await connect(actor, { apiUrl: instances.apiUrl });
    const key = () =>
      inTenant(actor.tenantId, (tx) =>
        tx.upstreamKey.findFirstOrThrow({
          where: { tenantId: actor.tenantId },
          select: { version: true, lastFour: true },
        }),
      );
    expect((await replaceKey(actor, { id, key: newKey() })).ok).toBe(false);
    expect(await key()).toEqual({ version: 1, lastFour: KEYS.user.slice(-4) });
    expect((await replaceKey(actor, { id, key: KEYS.other })).ok).toBe(true);
    expect(await key()).toEqual({ version: 2, lastFour: KEYS.other.slice(-4) });
    expect((await checkUpstream(actor, { id })).ok).toBe(true);
  });

  test("a failed test is kept as a problem with the time it began, and forgotten when it is well", async () => {
    const actor = await mintOwner();
    const id = await connect(actor);
    await instances.control("keys", { keyName: "user", active: false });
    await checkUpstream(actor, { id });
    const first = await getUpstream(actor, { id });
    expect(first.problem).toBe("refused_key");
    await checkUpstream(actor, { id });
    expect((await getUpstream(actor, { id })).problemSince).toEqual(first.problemSince);
    await instances.control("keys", { keyName: "user", active: true });
    await checkUpstream(actor, { id });
    expect(await getUpstream(actor, { id })).toMatchObject({ problem: null, problemSince: null });
  });

  test("ensuring it twice calls the instance once; another key replaces it", async () => {
    const actor = await mintOwner();
    const wanted = { name: "Main", url: instances.url, apiUrl: instances.apiUrl, key: KEYS.user };
    expect(await ensureUpstream(actor, wanted)).toEqual({ ok: true, isNew: true });
    expect(await ensureUpstream(actor, wanted)).toEqual({ ok: true, isNew: false });
    expect(await ensureUpstream(actor, { ...wanted, key: KEYS.other })).toEqual({ ok: true, isNew: true });
    const all = await listUpstreams(actor, {});
    expect(all.map(({ status, key }) => [status, key?.lastFour])).toEqual([["ready", KEYS.other.slice(-4)]]);
  });
});
