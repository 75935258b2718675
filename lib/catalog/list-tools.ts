import "#server-only";
import { DEFINITIONS, findDefinition } from "./find-definition.ts";
import type { ToolDefinition } from "./schema.ts";

/** Stands for every tool that an instance makes for one of its agents. */
const DYNAMIC = "chat_with_agent_name";

/** Every tool we know, in the catalogue's order; those that instances make for their agents stand as one, the last. */
export function listTools(): ToolDefinition[] {
  const dynamic = findDefinition(DYNAMIC);
  return [...DEFINITIONS.values(), ...(dynamic ? [dynamic] : [])];
}
