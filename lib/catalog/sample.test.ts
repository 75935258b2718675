import { expect, test } from "vitest";
import { sampleTools } from "#lib/sample/start-sample.ts";
import { World } from "#lib/sample/state.ts";
import { classifyTool } from "./classify-tool.ts";

test("every tool of the sample instance is known, but the one that is there to be unknown", () => {
  const origins = sampleTools(new World()).map(({ name }) => classifyTool({ name }));
  const named = (wanted: string) => origins.filter(({ origin }) => origin === wanted).map(({ name }) => name);
  expect(named("unknown")).toEqual(["acme_stock_level"]);
  expect(named("dynamic")).toEqual(["chat_with_quote_desk"]);
  expect(named("catalogued").length).toBe(79);
});
