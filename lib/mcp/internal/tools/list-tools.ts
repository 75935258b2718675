import "#server-only";
import { listVisibleTools, type VisibleTool } from "#lib/access/list-visible-tools.ts";
import { presentTool } from "#lib/catalog/present-tool.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { toLegacyTool } from "./wrap-output-schema.ts";

const TTL_MS = 30_000;

const presented = new WeakMap<VisibleTool, JsonObject>();

/** The tools this connection may call, with our titles, hints and descriptions; private to it. */
export async function listTools(actor: ClientActor, era: "modern" | "legacy"): Promise<JsonObject> {
  const tools = (await listVisibleTools(actor)).map(present);
  return era === "modern"
    ? { tools, ttlMs: TTL_MS, cacheScope: "private" }
    : { tools: tools.map(toLegacyTool) };
}

/** Made once as long as the tool is remembered: a list may have hundreds. */
function present(visible: VisibleTool): JsonObject {
  const known = presented.get(visible);
  if (known !== undefined) return known;
  const { exposedName, tool, definition, argumentLimits } = visible;
  // Tasks are not declared, so a tool must not ask to be run as one (MCP 2025-11-25, tasks).
  const { execution: _execution, ...rest } = presentTool({ ...definition, name: tool.name }, argumentLimits);
  const made = { ...rest, name: exposedName };
  presented.set(visible, made);
  return made;
}
