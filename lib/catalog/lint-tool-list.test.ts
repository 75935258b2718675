import { expect, test } from "vitest";
import { z } from "zod";
import { sampleTools } from "#lib/sample/start-sample.ts";
import { World } from "#lib/sample/state.ts";
import { DEFINITIONS, findDefinition } from "./find-definition.ts";
import { findLookalikes } from "./find-lookalikes.ts";
import { findGroup } from "./groups.ts";
import { lintToolList } from "./lint-tool-list.ts";
import { presentTool } from "./present-tool.ts";

const effectOf = ({ name }: { name?: unknown }) =>
  findGroup(findDefinition(String(name))?.group ?? "")?.effect;
const named = (...names: string[]) =>
  names.map((name) => ({ ...presentTool({ name, inputSchema: { type: "object" } }), title: `The ${name}` }));
const ofList = (...names: string[]) =>
  lintToolList(named(...names)).filter(({ code }) =>
    ["name_twice", "name_alike", "title_twice"].includes(code),
  );

test("the whole catalogue is a list that passes", () => {
  const inputSchema = { type: "object" };
  const listed = [...DEFINITIONS.keys()].map((name) => presentTool({ name, inputSchema }));
  expect(lintToolList(listed, effectOf)).toEqual([]);
});

test("what the sample instance lists passes, but for the tool that is there to be unknown", () => {
  const listed = sampleTools(new World()).map(({ name, description, input }) =>
    presentTool({ name, description, inputSchema: z.toJSONSchema(input, { io: "input" }) }),
  );
  const findings = lintToolList(listed, effectOf);
  expect(findings.filter(({ tool }) => findDefinition(tool) !== null)).toEqual([]);
});

test("a name listed twice is found once, and the findings of each tool are told by its name", () => {
  expect(ofList("list_orders", "get_order", "list_orders")).toEqual([
    { tool: "list_orders", code: "name_twice" },
  ]);
  expect(lintToolList([{ name: "a b", title: "A" }])[0]).toEqual({ tool: "a b", code: "name_characters" });
});

test.each([
  ["list_agents", "Iist_agents"],
  ["list_agents", "list_\u0430gents"],
  ["list_agents", "list-agents"],
  ["list_agents", "listAgents"],
  ["list_agents", "list__agents"],
  ["order_turn", "order_tum"],
  ["get_0rder", "get_order"],
])("%s and %s read alike", (first, second) => {
  expect(ofList(first, second)).toEqual([{ tool: second, code: "name_alike", at: first }]);
});

test("names that are merely close do not", () => {
  expect(ofList("list_agents", "list_agent", "get_agents", "list_agents2", "***", "???")).toEqual([]);
});

test("two tools do not share a title, however it is written", () => {
  const [first = {}, second = {}] = named("list_orders", "get_order");
  const findings = lintToolList([
    { ...first, title: "Orders" },
    { ...second, title: " orders" },
  ]);
  expect(findings).toContainEqual({ tool: "get_order", code: "title_twice", at: "list_orders" });
});

test.each([
  ["Iist_agents", [], "list_agents"],
  ["list_\u0430gents", [], "list_agents"],
  ["\uff4c\uff49\uff53\uff54_agents", [], "list_agents"],
  ["list_agents_", [], "list_agents"],
  ["li\u200bst_agents", [], "list_agents"],
  ["list-agents", ["list_agents"], "list_agents"],
  ["listAgents", ["list_agents"], "list_agents"],
])("%s is made to look like a tool of ours", (name, beside, twin) => {
  expect(findLookalikes([...beside, name])).toEqual(new Map([[name, twin]]));
});

test("a name of ours, an agent's, and another server's way of writing do not", () => {
  expect(findLookalikes(["list_agents", "chat_with_agent1", "chat_with_a_gent", "acme_list"]).size).toBe(0);
  expect(findLookalikes(["list-agents", "listAgents", "getAgent"]).size).toBe(0);
});
