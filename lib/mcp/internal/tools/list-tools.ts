import "#server-only";
import { listVisibleTools } from "#lib/access/list-visible-tools.ts";
import { presentTool } from "#lib/catalog/present-tool.ts";
import { isHeaderAnnotationValid } from "#lib/catalog/read-header-params.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { JsonObject } from "#lib/kernel/json.ts";

const TTL_MS = 30_000;

/** The tools this connection may call, with our titles, hints and descriptions; private to it. */
export async function listTools(actor: ClientActor, era: "modern" | "legacy"): Promise<JsonObject> {
  const visible = await listVisibleTools(actor);
  const usable = visible.filter(({ definition }) => isHeaderAnnotationValid(definition["inputSchema"]));
  const tools = usable.map(({ exposedName, tool, definition, argumentLimits }) => {
    // Tasks are not declared, so a tool must not ask to be run as one (MCP 2025-11-25, tasks).
    const { execution: _execution, ...presented } = presentTool(
      { ...definition, name: tool.name },
      argumentLimits,
    );
    return { ...presented, name: exposedName };
  });
  return era === "modern" ? { tools, ttlMs: TTL_MS, cacheScope: "private" } : { tools };
}
