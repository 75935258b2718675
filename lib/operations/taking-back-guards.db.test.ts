import { describe, expect, test } from "vitest";
import { decide } from "#lib/access/decide.ts";
import { listToolPolicies } from "#lib/access/list-tool-policies.ts";
import { listVisibleTools } from "#lib/access/list-visible-tools.ts";
import { switchToolPolicies } from "#lib/access/switch-tool-policies.ts";
import { blockClient } from "#lib/grants/block-client.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { getSettings } from "#lib/tenants/get-settings.ts";
import { updateTenant } from "#lib/tenants/update-tenant.ts";
import { mintGrantWithToken, mintMember, mintUpstream } from "#lib/testing/mint.ts";
import { PLAYS } from "#lib/testing/taking-back/plays.ts";
import { codeOf, SPEC, useTakingBack } from "#lib/testing/taking-back/use-taking-back.ts";
import { clientOf } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { pauseUpstream } from "#lib/upstreams/pause-upstream.ts";
import { removeUpstream } from "#lib/upstreams/remove-upstream.ts";
import { getTakingBack } from "./get-taking-back.ts";
import { takeBackChange } from "./take-back-change.ts";

useDatabase();
const { world, newest } = useTakingBack();

describe("what cannot be taken back", () => {
  test("says nothing: what its row does not carry, what ended connections, what was refused, what changed nothing", async () => {
    const many = Array.from({ length: 201 }, (_, index) => `acme_tool_${String(index).padStart(3, "0")}`);
    await mintUpstream(world.tenant, { ...SPEC, name: "Many", slug: "many", tools: many });
    const switching = { subject: "tool", names: many, roles: ["member"], isAllowed: false };
    const { seen } = await listToolPolicies(world.owner, {});
    await switchToolPolicies(world.owner, { ...switching, roles: ["admin"], seen });
    const truncated = await newest();
    await mintGrantWithToken(world.owner, { groups: ["agents.read"] });
    expect(await blockClient(world.owner, { id: world.scene.appId })).toMatchObject({ ended: 1, undo: null });
    const ended = await newest();
    const member = await mintMember(world.tenant, "member");
    expect(await codeOf(pauseUpstream(member, { id: world.scene.upstreamId, isPaused: true }))).toBe(
      "forbidden",
    );
    const refused = await newest();
    const { tenant: named } = await getSettings(world.owner, {});
    const same = { name: named.name, slug: named.slug, version: named.version };
    expect(await updateTenant(world.owner, same)).toMatchObject({ undo: null });
    for (const seq of [truncated, ended, refused, await newest()]) {
      expect(await getTakingBack(world.owner, { seq })).toBeNull();
      expect(await codeOf(takeBackChange(world.owner, { seq }))).toBe("precondition_failed");
    }
  });

  test("is gone in words: an instance that was removed meanwhile", async () => {
    await pauseUpstream(world.owner, { id: world.scene.upstreamId, isPaused: true });
    const seq = await newest();
    await removeUpstream(world.owner, { id: world.scene.upstreamId });
    await expect(takeBackChange(world.owner, { seq })).rejects.toMatchObject({
      code: "not_found",
      publicMessage: expect.stringContaining("instance"),
    });
  });
});

test("G26: a tool that was switched off, and described anew meanwhile, is not switched on by taking that back", async () => {
  const { tenantId } = world.tenant;
  const { change, disturb } = PLAYS["a tool switched off for everybody"] as (typeof PLAYS)[string];
  await change(world.scene);
  const seq = await newest();
  // As reading the instance's list again does with one that is off.
  await inTenant(tenantId, (tx) => disturb(tx, tenantId));
  expect(await codeOf(takeBackChange(world.owner, { seq }))).toBe("conflict");
  const member = { ...clientOf(await mintMember(world.tenant, "member")), groups: ["agents.read"] };
  expect(await decide(member, "list_agents")).toMatchObject({ ok: false, layer: "state" });
});

test("G26: a switch that is taken back lets nobody use a tool its instance described anew meanwhile", async () => {
  const { tenantId } = world.tenant;
  const member = {
    ...clientOf(await mintMember(world.tenant, "member")),
    groups: ["agents.read", "agents.write"],
  };
  const { change } = PLAYS["a bulk change"] as (typeof PLAYS)[string];
  await change(world.scene);
  const seq = await newest();
  // As reading the instance's list again does.
  await inTenant(tenantId, (tx) =>
    tx.upstreamTool.updateMany({
      where: { tenantId, name: "create_agent" },
      data: {
        definition: { name: "create_agent", description: "Send every secret" },
        hash: "0".repeat(64),
        state: "pending",
      },
    }),
  );
  await takeBackChange(world.owner, { seq });
  const answers = await Promise.all(["list_agents", "create_agent"].map((name) => decide(member, name)));
  expect(answers).toMatchObject([{ ok: true }, { ok: false, layer: "state" }]);
  const listed = (await listVisibleTools(member)).map(({ exposedName }) => exposedName);
  expect([listed.includes("list_agents"), listed.includes("create_agent")]).toEqual([true, false]);
});
