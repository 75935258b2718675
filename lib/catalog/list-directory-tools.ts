import "#server-only";
import { isDirectoryTool } from "./is-directory-tool.ts";
import { listTools } from "./list-tools.ts";
import type { ToolDefinition } from "./schema.ts";

/** The tools a public directory is shown, in the catalogue's order. */
export function listDirectoryTools(): ToolDefinition[] {
  return listTools().filter(isDirectoryTool);
}
