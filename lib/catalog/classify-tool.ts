import "#server-only";
import { findDefinition } from "./find-definition.ts";
import type { GroupId } from "./groups.ts";
import type { ToolDefinition } from "./schema.ts";
import type { Hints } from "./terms.ts";

const SAFEST_HINTS: Hints = Object.freeze({
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
});

/**
 * What a tool of an upstream counts as: our definition, or, for a tool we do not know, the safest label. The upstream's
 * annotations are not looked at, whatever they claim: hints of an untrusted server are untrusted (MCP 2025-11-25,
 * server/tools). An admin's word, `label`, stands instead of ours: apps are told its hints, and a tool we do not know moves
 * to the group they make it. One that we know stays in its group, which people have allowed by name.
 */
export function classifyTool(
  { name }: { readonly name: string; readonly annotations?: unknown },
  label: Hints | null = null,
): ToolDefinition {
  const known = findDefinition(name);
  if (known !== null) return label === null ? known : { ...known, hints: label };
  return {
    name,
    title: toTitle(name),
    description: null,
    hints: label ?? SAFEST_HINTS,
    group: label === null ? "other.destructive" : toGroup(label),
    verdict: "review",
    reason: "We do not know this tool.",
    origin: "unknown",
  };
}

function toGroup({ readOnlyHint, destructiveHint, openWorldHint }: Hints): GroupId {
  if (readOnlyHint) return "other.read";
  if (destructiveHint) return "other.destructive";
  return openWorldHint ? "other.external" : "other.write";
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
