import { expect, test } from "vitest";
import { readTools } from "./read-tools.ts";

const listing = (...pages: unknown[][]) => {
  let page = 0;
  return {
    request: async () => {
      const tools = pages[page++] ?? [];
      return {
        ok: true,
        text: JSON.stringify({ tools }),
        result: { tools, ...(page < pages.length ? { nextCursor: String(page) } : {}) },
      } as const;
    },
  };
};
const tool = (name: string, changed: object = {}) => ({ name, inputSchema: { type: "object" }, ...changed });
const named = (...names: string[]) => names.map((name) => tool(name));

test("every page is read, and a name listed twice counts once", async () => {
  const read = await readTools(listing(named("a", "b"), named("b", "c")));
  expect(read.ok && read.tools.map(({ name }) => name)).toEqual(["a", "b", "c"]);
});

test("a tool whose name no app would take is left out, and spoils none of the others", async () => {
  const odd = ["<script>alert(1)</script>", "two words", "t".repeat(65), "na\u00efve"];
  const read = await readTools(listing(named(...odd, "list_agents")));
  expect(read.ok && read.tools.map(({ name }) => name)).toEqual(["list_agents"]);
  expect(read.ok && read.quarantined).toEqual(odd.map((name) => ({ name, reason: "name_not_taken" })));
});

test.each([
  ["no object", "stock", "", "malformed"],
  ["no name", { inputSchema: {} }, "", "malformed"],
  ["an empty name", { name: "" }, "", "malformed"],
  ["a NUL the database would not take", tool("a", { description: "\0" }), "a", "hidden_text"],
  ["half a surrogate pair", tool("a", { description: "\ud800" }), "a", "hidden_text"],
  ["a schema that is none", tool("a", { inputSchema: [] }), "a", "bad_schema"],
  ["a name that looks like one of ours", tool("list_\u0430gents"), "list_\u0430gents", "name_alike"],
  ["a name that nobody can read", tool("\u202e\ud800a\nb"), "\ufffd\ufffda\ufffdb", "name_not_taken"],
  ["a name without an end", tool("n".repeat(5_000)), `${"n".repeat(80)}\u2026`, "name_not_taken"],
])("one with %s is left out by itself", async (_name, odd, name, reason) => {
  const read = await readTools(listing([odd, ...named("list_tags")]));
  expect(read).toEqual({ ok: true, tools: named("list_tags"), quarantined: [{ name, reason }] });
});

test("a name listed twice in other words is left out, in whatever order they come", async () => {
  const twins = [
    tool("acme_stock", { description: "Reads." }),
    tool("acme_stock", { description: "Sends." }),
  ];
  const expected = {
    ok: true,
    tools: named("list_tags"),
    quarantined: [{ name: "acme_stock", reason: "name_twice" }],
  };
  expect(await readTools(listing([...twins, ...named("list_tags")]))).toEqual(expected);
  expect(await readTools(listing(twins.slice(1), [...named("list_tags"), ...twins.slice(0, 1)]))).toEqual(
    expected,
  );
});

test("what is left out is told of a hundred times, and once more, and the same thing once", async () => {
  const odd = Array.from({ length: 500 }, (_, index) => tool(`a b ${index}`));
  const read = await readTools(listing([1, 2, ...odd, ...named("list_tags")]));
  expect(read.ok && [read.tools.length, read.quarantined.length]).toEqual([1, 101]);
  expect(read.ok && read.quarantined.filter(({ name }) => name === "")).toHaveLength(1);
});

test("a list of nothing that can be used is no problem of the key", async () => {
  const read = await readTools(listing([tool("a", { inputSchema: [] })]));
  expect(read).toEqual({ ok: true, tools: [], quarantined: [{ name: "a", reason: "bad_schema" }] });
});

test("no tools, and more than a thousand, are problems of their own", async () => {
  expect(await readTools(listing([]))).toEqual({ ok: false, problem: "no_tools" });
  const many = named(...Array.from({ length: 1001 }, (_, index) => `tool_${index}`));
  expect(await readTools(listing(many))).toEqual({ ok: false, problem: "too_many_tools" });
  const odd = Array.from({ length: 2001 }, () => 1);
  expect(await readTools(listing(odd))).toEqual({ ok: false, problem: "too_many_tools" });
});

test("G27: a list of megabytes is not kept for everybody to be read, however few tools it is", async () => {
  const page = (name: string) => [
    tool(name, { inputSchema: { type: "object", enum: ["x".repeat(1_500_000)] } }),
  ];
  expect((await readTools(listing(page("a"), page("b")))).ok).toBe(true);
  const read = await readTools(listing(page("a"), page("b"), page("c")));
  expect(read).toEqual({ ok: false, problem: "too_many_tools" });
});
