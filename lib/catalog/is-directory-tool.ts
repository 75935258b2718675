import "#server-only";
import type { ToolDefinition } from "./schema.ts";

/** Whether a public directory may list the tool: it is in a shared group and has a documented example that succeeds. */
export function isDirectoryTool({ verdict }: Pick<ToolDefinition, "verdict">): boolean {
  return verdict === "ok";
}
