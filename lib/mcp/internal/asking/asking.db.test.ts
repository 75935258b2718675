import { describe, expect, test } from "vitest";
import { connectAsked, useAsking } from "#lib/testing/use-asking.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
const scene = useAsking();

const PAIRS = [
  ["legacy", "legacy"],
  ["legacy", "modern"],
  ["modern", "modern"],
  ["modern", "legacy"],
] as const;

describe.each(PAIRS)("a %s client of a %s instance", (era, upstream) => {
  test("is asked in turn whatever it can answer, and its answers reach the instance", async () => {
    const client = await connectAsked(scene, era, { token: await scene.connect(upstream), name: "Ada" });
    const { text, isError } = await client.call({ ask: ["form", "sample", "roots", "page"], for: "Ada" });
    expect(isError).toBe(false);
    expect(text).toContain('"name":"Ada"');
    expect(text).toContain("Paris, says Ada");
    expect(text).toContain("file:///Ada");
    expect(client.asked.map(({ method, params }) => [method, params["mode"]])).toEqual([
      ["elicitation/create", client.asked[0]?.params["mode"]],
      ["sampling/createMessage", undefined],
      ["roots/list", undefined],
      ["elicitation/create", "url"],
    ]);
    await client.close();
  });

  test("that declared nothing is asked nothing", async () => {
    const token = await scene.connect(upstream);
    const client = await connectAsked(scene, era, { token, name: "Bo", capabilities: {} });
    const { text } = await client.call({ ask: ["form"] }).catch((error: Error) => ({ text: error.message }));
    expect(text).toMatch(upstream === "legacy" ? /-32601/ : /this app|capabilities/);
    expect(client.asked).toEqual([]);
    await client.close();
  });
});

test.each(["legacy", "modern"] as const)(
  "a %s client is asked what a legacy instance asks on its session's stream instead of the call's",
  async (era) => {
    const client = await connectAsked(scene, era, { token: await scene.connect("legacy"), name: "Cy" });
    const { text } = await client.call({ ask: ["form", "aside", "aside"], for: "Cy" });
    expect(text.match(/"name":"Cy"/g)).toHaveLength(3);
    await client.close();
  },
);
