import "#server-only";
import { listVisibleTools, type VisibleTool } from "#lib/access/list-visible-tools.ts";
import { presentVisibleTool } from "#lib/access/present-visible-tool.ts";
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
  const made = presentVisibleTool(visible);
  presented.set(visible, made);
  return made;
}
