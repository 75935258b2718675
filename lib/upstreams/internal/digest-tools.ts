import "#server-only";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";

/** One value for exactly this list of tools and definitions, so that an approval is for what was seen. */
export function digestTools(tools: readonly { name: string; hash: string }[]): string {
  const lines = tools.map(({ name, hash }) => `${name} ${hash}`);
  return sha256Hex(lines.toSorted().join("\n"));
}
