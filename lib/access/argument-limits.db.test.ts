import { beforeEach, describe, expect, test } from "vitest";
import { GROUPS } from "#lib/catalog/groups.ts";
import type { ClientActor, MemberActor } from "#lib/kernel/actor.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { setLimitAsSeen } from "#lib/testing/as-seen.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { decide } from "./decide.ts";
import { listArgumentLimits } from "./list-argument-limits.ts";
import { listOfferedGroups } from "./list-offered-groups.ts";
import { listVisibleTools } from "./list-visible-tools.ts";
import { removeArgumentLimit } from "./remove-argument-limit.ts";
import { revertArgumentLimit } from "./revert-argument-limit.ts";
import { setArgumentLimit } from "./set-argument-limit.ts";

useDatabase();

const UPSTREAM = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens" };
const withArguments = (name: string, properties: object) => ({
  name,
  inputSchema: { type: "object", properties, required: Object.keys(properties) },
});
const TEXT = { type: "string" };
const TOOLS = [
  withArguments("chat_with_agent", { agent_name: TEXT, message: TEXT, model: TEXT }),
  withArguments("chat_with_quote_desk", { message: TEXT, model: TEXT }),
  withArguments("chat_with_billing", { message: TEXT }),
  withArguments("list_agents", { limit: { type: "number" } }),
];
const LIMIT = {
  role: "all",
  tool: "chat_with_agent",
  argument: "agent_name",
  allowed: ["quote-desk", "sales"],
};

let tenant: MintedTenant;
let admin: MemberActor;
beforeEach(async () => {
  tenant = await mintTenant();
  admin = await mintMember(tenant, "admin");
  await mintUpstream(tenant, { ...UPSTREAM, tools: TOOLS });
});

async function actorIn(role: Role): Promise<ClientActor> {
  const member = await mintMember(tenant, role);
  const grantId = crypto.randomUUID() as GrantId;
  const groups = GROUPS.map(({ id }) => id);
  return {
    ...member,
    kind: "client",
    grantId,
    groups,
    clientId: "client",
    resource: "",
    isSharedAddress: true,
  };
}
async function limitsOf(actor: ClientActor, name = "chat_with_agent") {
  const decision = await decide(actor, name);
  const listed = (await listVisibleTools(actor)).find(({ exposedName }) => exposedName === name);
  const called = decision.ok ? decision.call.argumentLimits : decision.layer;
  // What the list shows and what the call is held against are the same.
  expect(listed?.argumentLimits).toEqual(decision.ok ? called : undefined);
  return called;
}

describe("a limit", () => {
  test("holds for the role it names, and for all where it names all; where both do, both", async () => {
    const [member, owner] = [await actorIn("member"), await actorIn("owner")];
    await setLimitAsSeen(admin, LIMIT);
    const both = [{ argument: "agent_name", kind: "text", allowed: LIMIT.allowed }];
    expect([await limitsOf(member), await limitsOf(owner)]).toEqual([both, both]);
    await setLimitAsSeen(admin, { ...LIMIT, role: "member", allowed: ["sales", "root"] });
    expect(await limitsOf(member)).toEqual([{ argument: "agent_name", kind: "text", allowed: ["sales"] }]);
    expect(await limitsOf(owner)).toEqual(both);
    await setLimitAsSeen(admin, { ...LIMIT, role: "member", allowed: ["root"] });
    expect(await limitsOf(member)).toBe("policy");
  });

  test("on the agents of chat_with_agent holds for the tools named after agents", async () => {
    const member = await actorIn("member");
    await setLimitAsSeen(admin, { ...LIMIT, role: "member", allowed: ["quote-desk"] });
    expect(await limitsOf(member, "chat_with_quote_desk")).toEqual([]);
    // To them that tool does not exist: its name says which agents there are.
    expect(await limitsOf(member, "chat_with_billing")).toBe("unknown");
    expect(await limitsOf(await actorIn("owner"), "chat_with_billing")).toEqual([]);
    await setLimitAsSeen(admin, { ...LIMIT, argument: "model", allowed: ["small"] });
    const offered = await listOfferedGroups(member, { isSharedAddress: true });
    const names = offered.flatMap(({ tools }) => tools.map(({ name }) => name));
    expect(names).toContain("chat_with_quote_desk");
    expect(names).not.toContain("chat_with_billing");
    const small = [{ argument: "model", kind: "text", allowed: ["small"] }];
    expect(await limitsOf(member, "chat_with_quote_desk")).toEqual(small);
  });

  test("whose argument is gone from the tool lets nobody call it: an admin has to look", async () => {
    const member = await actorIn("member");
    await setLimitAsSeen(admin, LIMIT);
    const where = { tenantId: tenant.tenantId, name: "chat_with_agent" };
    const definition = withArguments("chat_with_agent", { agent: TEXT });
    await inTenant(tenant.tenantId, (tx) => tx.upstreamTool.updateMany({ where, data: { definition } }));
    expect(await limitsOf(member)).toBe("policy");
  });

  test("holds at every instance that has the tool", async () => {
    const member = await actorIn("member");
    await mintUpstream(tenant, { ...UPSTREAM, slug: "live", name: "Live", tools: TOOLS });
    await setLimitAsSeen(admin, LIMIT);
    expect(await limitsOf(member, "live_chat_with_agent")).toHaveLength(1);
    expect(await limitsOf(member, "live_chat_with_billing")).toBe("unknown");
  });

  test("of another organisation says nothing here", async () => {
    const member = await actorIn("member");
    const other = await mintTenant();
    await mintUpstream(other, { ...UPSTREAM, tools: TOOLS });
    await setLimitAsSeen(await mintMember(other, "admin"), LIMIT);
    expect(await limitsOf(member)).toEqual([]);
  });
});

describe("limits are", () => {
  test("set again in place, listed for admins and auditors, and taken back", async () => {
    const first = await setLimitAsSeen(admin, LIMIT);
    const again = await setLimitAsSeen(admin, { ...LIMIT, allowed: ["a", "a", "b"] });
    expect(again.id).toBe(first.id);
    const rows = await listArgumentLimits(await mintMember(tenant, "auditor"), {});
    expect(rows).toMatchObject([{ ...LIMIT, id: first.id, allowed: ["a", "b"] }]);
    await expect(listArgumentLimits(await mintMember(tenant, "member"), {})).rejects.toMatchObject({
      code: "forbidden",
    });
    await removeArgumentLimit(admin, { id: first.id });
    expect(await listArgumentLimits(admin, {})).toEqual([]);
    await expect(removeArgumentLimit(admin, { id: first.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("of two admins who saw the same, the second learns of the first's, also when the first took it away", async () => {
    const unseen = { ...LIMIT, allowed: ["root"], seen: null };
    const both = await Promise.allSettled([
      setArgumentLimit(admin, { ...LIMIT, seen: null }),
      setArgumentLimit(admin, unseen),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [set] = await listArgumentLimits(admin, {});
    await expect(setArgumentLimit(admin, unseen)).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining("What you typed is still here"),
    });
    await removeArgumentLimit(admin, { id: set?.id });
    await expect(setArgumentLimit(admin, { ...unseen, seen: set?.allowed })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await listArgumentLimits(admin, {})).toEqual([]);
  });

  test.each([
    ["a tool the organisation has not", { tool: "no_such" }, "not_found"],
    ["an argument the tool has not", { argument: "agent" }, "precondition_failed"],
    ["an argument that is a number", { tool: "list_agents", argument: "limit" }, "precondition_failed"],
    ["an inherited name", { argument: "__proto__" }, "precondition_failed"],
    ["no value", { allowed: [] }, "invalid_input"],
    ["too many values", { allowed: Array.from({ length: 201 }, (_, n) => `${n}`) }, "invalid_input"],
    ["a value with a line break", { allowed: ["a\nb"] }, "invalid_input"],
    ["a NUL", { allowed: ["a\0b"] }, "invalid_input"],
    ["a role there is not", { role: "guest" }, "invalid_input"],
  ])("not set for %s", async (_case, change, code) => {
    await expect(setLimitAsSeen(admin, { ...LIMIT, ...change })).rejects.toMatchObject({ code });
    expect(await listArgumentLimits(admin, {})).toEqual([]);
  });

  test("not more than two hundred, however many are set at once", async () => {
    const values = Array.from({ length: 199 }, (_, n) => ({
      tenantId: tenant.tenantId,
      id: crypto.randomUUID(),
      role: "all",
      tool: "list_agents",
      argument: `a${n}`,
      allowed: ["x"],
    }));
    await inTenant(tenant.tenantId, (tx) => tx.argumentLimit.createMany({ data: values }));
    const roles = ["owner", "admin", "member", "auditor"];
    const made = await Promise.allSettled(roles.map((role) => setLimitAsSeen(admin, { ...LIMIT, role })));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listArgumentLimits(admin, {})).toHaveLength(200);
    await setLimitAsSeen(admin, {
      ...LIMIT,
      role: roles[made.findIndex((one) => one.status === "fulfilled")],
    });
  });
});

describe("a change of a limit is taken back", () => {
  const stored = async () =>
    (await listArgumentLimits(admin, {})).map(({ role, argument, allowed }) => ({ role, argument, allowed }));
  const one = (allowed: string[]) => [{ role: "all", argument: "agent_name", allowed }];

  test("to what it was: no limit, the values before, the limit that was removed", async () => {
    const first = await setLimitAsSeen(admin, LIMIT);
    await revertArgumentLimit(admin, first.undo);
    expect(await stored()).toEqual([]);
    await setLimitAsSeen(admin, LIMIT);
    const second = await setLimitAsSeen(admin, { ...LIMIT, allowed: ["sales"] });
    await revertArgumentLimit(admin, second.undo);
    expect(await stored()).toEqual(one(LIMIT.allowed));
    const [{ id } = { id: "" }] = await listArgumentLimits(admin, {});
    const removed = await removeArgumentLimit(admin, { id });
    await revertArgumentLimit(admin, removed.undo);
    expect(await stored()).toEqual(one(LIMIT.allowed));
  });

  test("unless somebody changed it since, or the tool is none that can be limited", async () => {
    const { undo } = await setLimitAsSeen(admin, LIMIT);
    await setLimitAsSeen(admin, { ...LIMIT, allowed: ["root"] });
    await expect(revertArgumentLimit(admin, undo)).rejects.toMatchObject({ code: "conflict" });
    expect(await stored()).toEqual(one(["root"]));
    const forged = { role: "all", tool: "list_agents", argument: "limit", from: null, to: ["1"] };
    await expect(revertArgumentLimit(admin, forged)).rejects.toMatchObject({ code: "precondition_failed" });
    await expect(revertArgumentLimit(admin, { ...forged, tool: "none" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
