import "#server-only";
import { createHash } from "node:crypto";
import { DomainError } from "#lib/kernel/errors.ts";

const PINNED = ["annotations", "description", "inputSchema", "name", "outputSchema"] as const;
const DEPTH_MAX = 100;

/**
 * The pin of an upstream tool: SHA-256 (hex) over the canonical JSON of what a model or a person judges it by. The order of
 * members does not matter; any other change of them gives another hash. Throws `upstream_failed` when it is nested deeper
 * than 100 levels.
 */
export function hashDefinition(tool: { readonly [member: string]: unknown }): string {
  const pinned = Object.fromEntries(PINNED.map((member) => [member, tool[member]]));
  return createHash("sha256").update(toCanonicalJson(pinned, 0)).digest("hex");
}

/** JSON with sorted members and no spaces, as RFC 8785 section 3.2 has it; absent members are left out. */
function toCanonicalJson(value: unknown, depth: number): string {
  if (depth > DEPTH_MAX) {
    throw new DomainError(
      "upstream_failed",
      "The Trinity instance lists a tool whose definition is nested too deeply. Ask its administrator to simplify it.",
    );
  }
  if (Array.isArray(value))
    return `[${value.map((item) => toCanonicalJson(item ?? null, depth + 1)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${toCanonicalJson(member, depth + 1)}`);
  return `{${members.join(",")}}`;
}
