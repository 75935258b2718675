import "#server-only";
import { presentTool } from "#lib/catalog/present-tool.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import type { VisibleTool } from "./list-visible-tools.ts";

/** The tool as `tools/list` sends it to a connection: with our title, hints and description, under its name outside. */
export function presentVisibleTool({
  exposedName,
  tool,
  definition,
  argumentLimits,
}: VisibleTool): JsonObject {
  // Tasks are not declared, so a tool must not ask to be run as one (MCP 2025-11-25, tasks).
  const { execution: _execution, ...rest } = presentTool(
    { ...definition, name: tool.name },
    argumentLimits,
    tool,
  );
  return { ...rest, name: exposedName };
}
