import { expect, test } from "vitest";
import { lintTool } from "#lib/catalog/lint-tool.ts";
import { INSTRUCTIONS } from "./protocol.ts";

const TOOL = {
  name: "list_orders",
  title: "List orders",
  inputSchema: { type: "object", properties: {} },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
};

test("what the server says of itself would pass as a description in the directory", () => {
  expect(lintTool({ ...TOOL, description: INSTRUCTIONS })).toEqual([]);
});
