import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findDefinition } from "#lib/catalog/find-definition.ts";
import { callText, type OpenSample, openSample } from "#lib/sample/open-sample.ts";
import { PROMPTS, type PromptTool } from "./_words/prompts.ts";

const TOOLS = Object.keys(PROMPTS) as PromptTool[];

let sample: OpenSample;
beforeAll(async () => {
  sample = await openSample();
}, 20_000);
afterAll(() => sample.close());

test.each(TOOLS)("the prompt for %s brings what the article says", async (tool) => {
  const { example } = findDefinition(tool) ?? {};
  const client = await sample.connect("user");
  const { text, isError } = await callText(client, tool, { ...example?.input });
  expect(isError).not.toBe(true);
  for (const words of PROMPTS[tool].answer) expect(text).toContain(words);
});

test("every prompt is in the article", () => {
  const text = readFileSync(path.join(import.meta.dirname, "example-prompts/page.mdx"), "utf8");
  for (const tool of TOOLS) expect(text).toContain(`<Prompt tool="${tool}" />`);
});
