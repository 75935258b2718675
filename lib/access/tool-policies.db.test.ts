import { beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { clientOf } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { GROUPS } from "../catalog/groups.ts";
import { labelTool } from "../catalog/label-tool.ts";
import { applyToolPreset } from "./apply-tool-preset.ts";
import { decide } from "./decide.ts";
import { getTool } from "./get-tool.ts";
import { listToolPolicies } from "./list-tool-policies.ts";
import { listVisibleTools } from "./list-visible-tools.ts";
import { planToolPresets } from "./plan-tool-presets.ts";
import { revertToolPolicies } from "./revert-tool-policies.ts";
import { setToolPolicy } from "./set-tool-policy.ts";
import { switchToolPolicies } from "./switch-tool-policies.ts";

useDatabase();

const TOOLS = ["list_agents", "create_agent", "delete_agent", "acme_stock_level", "inject_credentials"];
const SPEC = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens" };
const LABEL = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

let tenant: MintedTenant;
let owner: MemberActor;

beforeEach(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  await mintUpstream(tenant, { ...SPEC, tools: TOOLS });
});

const codeOf = async (attempt: Promise<unknown>) =>
  await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
const seenNow = async () => (await listToolPolicies(owner, {})).seen;
const allowedFor = async (role: Role) => {
  const { tools } = await listToolPolicies(owner, {});
  return tools.filter(({ roles }) => roles[role].isAllowed).map(({ exposedName }) => exposedName);
};
const ruleCount = async () =>
  await inTenant(tenant.tenantId, (tx) => tx.toolPolicy.count({ where: { tenantId: tenant.tenantId } }));
const audits = async (action: string) =>
  await inTenant(tenant.tenantId, (tx) =>
    tx.auditEvent.findMany({ where: { tenantId: tenant.tenantId, action }, orderBy: { seq: "asc" } }),
  );
const asClient = (member: MemberActor, groups: readonly string[] = GROUPS.map(({ id }) => id)) => ({
  ...clientOf(member),
  groups,
  isSharedAddress: true,
});

describe("the list of all roles", () => {
  test("says of every tool and role what decide says, and the same layer", async () => {
    await setToolPolicy(owner, { role: "member", subject: "tool", name: "list_agents", allowed: false });
    const { tools } = await listToolPolicies(owner, {});
    expect(tools.map(({ name }) => name)).toEqual(TOOLS.toSorted());
    for (const role of ROLES) {
      const client = asClient(await mintMember(tenant, role));
      for (const { exposedName, roles } of tools) {
        const decision = await decide(client, exposedName);
        const hidden = ["acme_stock_level"].includes(exposedName) && !decision.ok;
        const said = decision.ok ? null : decision.layer;
        expect(hidden ? "unknown" : roles[role].shared, `${role} ${exposedName}`).toBe(said);
      }
    }
  });

  test("names the tools of every instance by what apps call them, and one rule is for all of that own name", async () => {
    await mintUpstream(tenant, { ...SPEC, name: "Berlin", slug: "berlin", tools: ["list_agents"] });
    const tool = await getTool(owner, { exposedName: "berlin_list_agents" });
    expect(tool).toMatchObject({ name: "list_agents", upstreamName: "Berlin", isReached: true });
    expect(tool.sameName).toEqual([{ exposedName: "list_agents", upstreamName: "Production" }]);
    const switching = { subject: "tool", names: ["list_agents"], roles: ["member"], isAllowed: false };
    await switchToolPolicies(owner, { ...switching, seen: await seenNow() });
    expect(await allowedFor("member")).toEqual(["create_agent"]);
  });

  test("a name that two instances give away is the first one's, and the other is said to be out of reach", async () => {
    await mintUpstream(tenant, { ...SPEC, name: "Old", slug: "list", tools: ["agents"] });
    const { tools } = await listToolPolicies(owner, {});
    const same = tools.filter(({ exposedName }) => exposedName === "list_agents");
    expect(same.map(({ upstreamName, isReached }) => [upstreamName, isReached])).toEqual([
      ["Production", true],
      ["Old", false],
    ]);
  });
});

describe("switching", () => {
  test("several tools for several roles is one change, one audit row, and holds at once; undone it is as before", async () => {
    const switched = await switchToolPolicies(owner, {
      subject: "tool",
      names: ["delete_agent", "create_agent"],
      roles: ["member", "auditor"],
      isAllowed: true,
      seen: await seenNow(),
    });
    // Members may create agents anyway: no rule is needed for it.
    expect(switched.changed).toBe(3);
    const member = asClient(await mintMember(tenant, "member"));
    expect(await decide(member, "delete_agent")).toMatchObject({ ok: true });
    expect(await audits("tool-policy.switch")).toMatchObject([
      {
        target: "tools",
        after: {
          roles: ["member", "auditor"],
          isAllowed: true,
          names: 2,
          rulesChanged: 3,
          rules: expect.arrayContaining(["member tool:delete_agent: default to on"]) as unknown,
        },
      },
    ]);
    await revertToolPolicies(owner, { changes: switched.undo });
    expect(await decide(member, "delete_agent")).toMatchObject({ ok: false, layer: "role" });
    expect(await ruleCount()).toBe(0);
  });

  test("a group takes the rules of its tools with it, and back to the default needs none", async () => {
    await setToolPolicy(owner, { role: "member", subject: "tool", name: "list_agents", allowed: true });
    const group = { subject: "group", names: ["agents.read"], roles: ["member"] };
    await switchToolPolicies(owner, { ...group, isAllowed: false, seen: await seenNow() });
    expect(await allowedFor("member")).toEqual(["create_agent"]);
    expect(await ruleCount()).toBe(1);
    await switchToolPolicies(owner, { ...group, isAllowed: true, seen: await seenNow() });
    expect(await ruleCount()).toBe(0);
  });

  test("what a directory may not carry is turned on by a rule of its own alone, at the own address", async () => {
    const group = { subject: "group", names: ["credentials.destructive"], roles: ["owner"], isAllowed: true };
    const { tools } = await listToolPolicies(owner, {});
    const credential = tools.find(({ name }) => name === "inject_credentials");
    await switchToolPolicies(owner, { ...group, names: [credential?.group ?? ""], seen: await seenNow() });
    expect(await allowedFor("owner")).not.toContain("inject_credentials");
    const one = { subject: "tool", names: ["inject_credentials"], roles: ["owner"], isAllowed: true };
    await switchToolPolicies(owner, { ...one, seen: await seenNow() });
    const found = await getTool(owner, { exposedName: "inject_credentials" });
    expect(found.roles.owner).toEqual({ isAllowed: true, rule: true, own: null, shared: "catalogue" });
  });

  test("a stale view is a conflict and changes nothing; other roles' rules are no conflict", async () => {
    const seen = await seenNow();
    await setToolPolicy(owner, { role: "member", subject: "group", name: "agents.read", allowed: false });
    const stale = { subject: "tool", names: ["create_agent"], isAllowed: false, seen };
    expect(await codeOf(switchToolPolicies(owner, { ...stale, roles: ["member"] }))).toBe("conflict");
    expect(await codeOf(switchToolPolicies(owner, { ...stale, roles: ["auditor", "member"] }))).toBe(
      "conflict",
    );
    expect(await codeOf(applyToolPreset(owner, { preset: "everything", roles: ["member"], seen }))).toBe(
      "conflict",
    );
    expect(await ruleCount()).toBe(1);
    expect(await codeOf(switchToolPolicies(owner, { ...stale, roles: ["owner"] }))).toBe("done");
    const rule = { role: "member", subject: "group", name: "agents.read" };
    expect(await codeOf(setToolPolicy(owner, { ...rule, allowed: true, seen: null }))).toBe("conflict");
    expect(await codeOf(setToolPolicy(owner, { ...rule, allowed: null, seen: false }))).toBe("done");
  });

  test("one switch is a conflict only where that tool was turned meanwhile, by whatever rule", async () => {
    const one = { subject: "tool", names: ["list_agents"], roles: ["member"] };
    await setToolPolicy(owner, { role: "member", subject: "tool", name: "create_agent", allowed: false });
    expect(await codeOf(switchToolPolicies(owner, { ...one, isAllowed: false, wasAllowed: false }))).toBe(
      "conflict",
    );
    expect(await codeOf(switchToolPolicies(owner, { ...one, isAllowed: false, wasAllowed: true }))).toBe(
      "done",
    );
    await setToolPolicy(owner, { role: "member", subject: "tool", name: "list_agents", allowed: null });
    await setToolPolicy(owner, { role: "member", subject: "group", name: "agents.read", allowed: false });
    expect(await codeOf(switchToolPolicies(owner, { ...one, isAllowed: false, wasAllowed: true }))).toBe(
      "conflict",
    );
    expect(await codeOf(switchToolPolicies(owner, { ...one, isAllowed: true }))).toBe("invalid_input");
  });

  test("an undo that somebody overtook is a conflict as a whole", async () => {
    const both = { subject: "tool", names: ["create_agent", "list_agents"], roles: ["member"] };
    const { undo } = await switchToolPolicies(owner, { ...both, isAllowed: false, seen: await seenNow() });
    await setToolPolicy(owner, { role: "member", subject: "tool", name: "list_agents", allowed: true });
    expect(await codeOf(revertToolPolicies(owner, { changes: undo }))).toBe("conflict");
    expect(await allowedFor("member")).toEqual(["list_agents"]);
  });

  test("I01: another organisation's tool, and one that is nowhere, are not found", async () => {
    const other = await mintTenant();
    await mintUpstream(other, { ...SPEC, tools: ["their_tool"] });
    for (const name of ["their_tool", "nobodys_tool"]) {
      const one = { subject: "tool", names: ["list_agents", name], roles: ["member"], isAllowed: false };
      expect(await codeOf(switchToolPolicies(owner, { ...one, seen: await seenNow() }))).toBe("not_found");
      const changes = [{ role: "member", subject: "tool", name, from: null, to: false }];
      expect(await codeOf(revertToolPolicies(owner, { changes }))).toBe("not_found");
      expect(await codeOf(getTool(owner, { exposedName: name }))).toBe("not_found");
    }
    expect(await ruleCount()).toBe(0);
  });

  test("I02: a rule named twice, an unknown group and a foreign member of the input are refused", async () => {
    const change = { role: "member", subject: "tool", name: "list_agents", from: null, to: false };
    expect(await codeOf(revertToolPolicies(owner, { changes: [change, change] }))).toBe("invalid_input");
    const one = { subject: "group", names: ["agents.all"], roles: ["member"], isAllowed: true };
    expect(await codeOf(switchToolPolicies(owner, { ...one, seen: await seenNow() }))).toBe("invalid_input");
    const group = { ...one, names: ["agents.read"], seen: await seenNow(), tenantId: tenant.tenantId };
    expect(await codeOf(switchToolPolicies(owner, group))).toBe("invalid_input");
  });
});

describe("presets", () => {
  test("say their difference in numbers, and do exactly that", async () => {
    await setToolPolicy(owner, { role: "member", subject: "tool", name: "delete_agent", allowed: true });
    const { presets, seen } = await planToolPresets(owner, { roles: ["member", "auditor"] });
    expect(presets).toEqual([
      {
        preset: "read_only",
        roles: [
          { role: "member", on: 0, off: 2, allowed: 1 },
          { role: "auditor", on: 0, off: 0, allowed: 1 },
        ],
      },
      {
        preset: "standard",
        roles: [
          { role: "member", on: 0, off: 1, allowed: 2 },
          { role: "auditor", on: 0, off: 0, allowed: 1 },
        ],
      },
      {
        preset: "everything",
        roles: [
          { role: "member", on: 1, off: 0, allowed: 4 },
          { role: "auditor", on: 0, off: 0, allowed: 1 },
        ],
      },
    ]);
    const roles = ["member", "auditor"];
    const { undo } = await applyToolPreset(owner, { preset: "read_only", roles, seen });
    expect(await allowedFor("member")).toEqual(["list_agents"]);
    expect(await audits("tool-policy.apply-preset")).toHaveLength(1);
    await revertToolPolicies(owner, { changes: undo });
    expect(await allowedFor("member")).toEqual(["create_agent", "delete_agent", "list_agents"]);
    await applyToolPreset(owner, { preset: "standard", roles, seen: await seenNow() });
    expect(await ruleCount()).toBe(0);
  });
});

describe("hints", () => {
  test("of an admin stand in what apps are told, with the reason in the audit log; a newer word is a conflict", async () => {
    const client = asClient(owner);
    const { id, hintsVersion } = await getTool(owner, { exposedName: "create_agent" });
    const label = { id, version: hintsVersion, hints: LABEL, reason: "Ours only drafts." };
    await labelTool(owner, label);
    const listed = (await listVisibleTools(client)).find(({ exposedName }) => exposedName === "create_agent");
    expect(listed?.tool).toMatchObject({ hints: LABEL, group: "agents.write" });
    expect(await audits("tool.label")).toMatchObject([
      { target: id, after: { tool: "create_agent", hints: LABEL, reason: "Ours only drafts." } },
    ]);
    expect(await codeOf(labelTool(owner, label))).toBe("conflict");
    await labelTool(owner, { id, version: 1, hints: null, reason: null });
    expect((await getTool(owner, { exposedName: "create_agent" })).isLabelled).toBe(false);
  });

  test("move a tool we do not know to the group they make it, at every call", async () => {
    const auditor = asClient(await mintMember(tenant, "auditor"));
    expect(await decide(auditor, "acme_stock_level")).toEqual({ ok: false, layer: "unknown" });
    const { id } = await getTool(owner, { exposedName: "acme_stock_level" });
    await labelTool(owner, { id, version: 0, hints: LABEL, reason: "It reads the stock." });
    expect(await decide(auditor, "acme_stock_level")).toMatchObject({
      ok: true,
      call: { group: "other.read" },
    });
  });

  test.each([
    ["no reason", { hints: LABEL, reason: null }],
    ["a reason of blanks", { hints: LABEL, reason: "   " }],
    ["reading that destroys", { hints: { ...LABEL, destructiveHint: true }, reason: "It is both." }],
    ["three hints", { hints: { readOnlyHint: true }, reason: "The rest is unknown." }],
    ["a reason that is too long", { hints: LABEL, reason: "x".repeat(301) }],
  ])("with %s are refused", async (_case, change) => {
    const { id } = await getTool(owner, { exposedName: "create_agent" });
    expect(await codeOf(labelTool(owner, { id, version: 0, ...change }))).toBe("invalid_input");
  });
});
