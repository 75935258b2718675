import { describe, expect, test } from "vitest";
import type { PolicyRow } from "#lib/access/list-tool-policies.ts";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { markGroups, selectTools, type Sort, type ToolFilter, usesKey } from "./select-tools.ts";

function row(name: string, change: Partial<PolicyRow> = {}): PolicyRow {
  const tool = classifyTool({ name });
  const verdict = { isAllowed: true, rule: null, own: null, shared: null };
  return {
    id: name as PolicyRow["id"],
    upstreamId: "first" as PolicyRow["upstreamId"],
    upstreamName: "Production",
    exposedName: name,
    name,
    isReached: true,
    hash: "",
    state: "approved",
    change: null,
    tool,
    isLabelled: false,
    group: tool.group,
    effect: findGroup(tool.group)?.effect ?? "read",
    roles: Object.fromEntries(ROLES.map((role) => [role, verdict])) as PolicyRow["roles"],
    ...change,
  };
}
const off = { isAllowed: false, rule: false, own: "policy", shared: "policy" } as const;
const TOOLS = [
  row("list_agents"),
  row("create_agent", { roles: { ...row("x").roles, member: off } }),
  row("delete_agent", { state: "off" }),
  row("acme_stock_level", {
    state: "pending",
    change: "new",
    upstreamId: "other" as PolicyRow["upstreamId"],
  }),
  row("list_tags", { state: "gone" }),
];
const uses = new Map([[usesKey({ upstreamId: "first", name: "create_agent" }), { calls: 5, denied: 0 }]]);
const namesOf = (filter: ToolFilter, sort: Sort = "tool") =>
  selectTools(TOOLS, { filter, sort, uses }).page.map(({ name }) => name);

describe("the list", () => {
  test.each<[ToolFilter, string[]]>([
    [{}, ["acme_stock_level", "create_agent", "delete_agent", "list_agents"]],
    [{ text: "AGENT" }, ["create_agent", "delete_agent", "list_agents"]],
    [{ group: "agents.write" }, ["create_agent"]],
    [{ effect: "read" }, ["list_agents"]],
    [{ instance: "other" }, ["acme_stock_level"]],
    [{ access: "member-off" }, ["create_agent"]],
    [{ access: "member-on", effect: "write" }, []],
    [
      { access: "nonsense", state: "nonsense" },
      ["acme_stock_level", "create_agent", "delete_agent", "list_agents"],
    ],
    [{ state: "new" }, ["acme_stock_level"]],
    [{ state: "off" }, ["delete_agent"]],
    [{ state: "gone" }, ["list_tags"]],
  ])("with %o has %o", (filter, names) => {
    expect(namesOf(filter).toSorted()).toEqual(names);
  });

  test("is sorted by calls or by how far a tool reaches, both ways", () => {
    expect(namesOf({}, "-calls")[0]).toBe("create_agent");
    expect(namesOf({}, "calls").at(-1)).toBe("create_agent");
    expect(namesOf({}, "effect")[0]).toBe("list_agents");
  });

  test("comes in pages of fifty; a page that begins nowhere is the first", () => {
    const many = Array.from({ length: 120 }, (_, at) => row(`tool_${String(at).padStart(3, "0")}`));
    const ask = (from?: string) => selectTools(many, { filter: {}, sort: "tool", from, uses });
    const second = ask(ask().next);
    expect([second.page[0]?.name, second.page.length, second.isFirst]).toEqual(["tool_050", 50, false]);
    const third = ask(second.next);
    expect([third.page.length, third.next, third.total]).toEqual([20, undefined, 120]);
    expect(ask("nowhere").isFirst).toBe(true);
  });
});

test("a group is marked all, some or none; what only a rule of its own turns on does not count", () => {
  const marks = markGroups([
    ...TOOLS,
    row("get_agent", { roles: { ...row("x").roles, member: off, auditor: off } }),
    row("inject_credentials", { roles: { ...row("x").roles, owner: off } }),
  ]);
  const read = marks.find(({ id }) => id === "agents.read");
  expect(read?.roles).toMatchObject({
    owner: { mark: "all", allowed: 2, total: 2 },
    member: { mark: "some", allowed: 1, total: 2 },
  });
  expect(marks.find(({ id }) => id === "agents.write")?.roles.member.mark).toBe("none");
  const credential = marks.find(({ id }) => id === classifyTool({ name: "inject_credentials" }).group);
  expect(credential?.isSingle).toBe(true);
});
