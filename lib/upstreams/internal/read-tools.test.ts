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
const named = (...names: string[]) => names.map((name) => ({ name, inputSchema: { type: "object" } }));

test("every page is read, and a name listed twice counts once", async () => {
  const read = await readTools(listing(named("a", "b"), named("b", "c")));
  expect(read.ok && read.tools.map(({ name }) => name)).toEqual(["a", "b", "c"]);
});

test("a tool whose name no app would take is left out, and spoils none of the others", async () => {
  const odd = [
    "<script>alert(1)</script>",
    "two words",
    "t".repeat(65),
    "na\u00efve",
    "",
    "list_\u0430gents",
  ];
  const read = await readTools(listing(named(...odd, "list_agents")));
  expect(read.ok && read.tools.map(({ name }) => name)).toEqual(["list_agents"]);
});

test.each([
  ["no object", ["list_agents"]],
  ["no name", [{ inputSchema: {} }]],
  ["a NUL the database would not take", [{ name: "a", description: "\0" }]],
  ["half a surrogate pair", [{ name: "a", description: "\ud800" }]],
])("a list with %s in it is not taken", async (_name, tools) => {
  expect(await readTools(listing(tools))).toEqual({ ok: false, problem: "protocol" });
});

test("no tools, and more than a thousand, are problems of their own", async () => {
  expect(await readTools(listing([]))).toEqual({ ok: false, problem: "no_tools" });
  const many = named(...Array.from({ length: 1001 }, (_, index) => `tool_${index}`));
  expect(await readTools(listing(many))).toEqual({ ok: false, problem: "too_many_tools" });
});

test("G27: a list of megabytes is not kept for everybody to be read, however few tools it is", async () => {
  const page = (name: string) => [{ name, inputSchema: { enum: ["x".repeat(1_500_000)] } }];
  expect((await readTools(listing(page("a"), page("b")))).ok).toBe(true);
  const read = await readTools(listing(page("a"), page("b"), page("c")));
  expect(read).toEqual({ ok: false, problem: "too_many_tools" });
});
