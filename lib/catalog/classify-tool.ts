import "#server-only";
import { findDefinition } from "./find-definition.ts";
import type { Hints, ToolDefinition } from "./schema.ts";

const SAFEST_HINTS: Hints = Object.freeze({
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
});

/**
 * What a tool of an upstream counts as: our definition, or, for a tool we do not know, the safest label. The upstream's
 * annotations are not looked at, whatever they claim: hints of an untrusted server are untrusted (MCP 2025-11-25,
 * server/tools). Only an admin can move a tool out of `other.destructive`.
 */
export function classifyTool({
  name,
}: {
  readonly name: string;
  readonly annotations?: unknown;
}): ToolDefinition {
  return (
    findDefinition(name) ?? {
      name,
      title: toTitle(name),
      description: null,
      hints: SAFEST_HINTS,
      group: "other.destructive",
      verdict: "review",
      reason: "We do not know this tool.",
      origin: "unknown",
    }
  );
}

/** "acme_stockLevel" reads "Acme stock level"; a name without letters or digits stays as it is. */
function toTitle(name: string): string {
  const words = name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
  return words === "" ? name : (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 64);
}
