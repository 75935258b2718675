import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";

export type ParsedResource = { kind: "shared" } | { kind: "tenant"; address: string };

const RESOURCE_LENGTH_MAX = 512;
const PLAIN = /^(https?:\/\/[\w.:[\]-]+)((?:\/[a-z0-9-]+)*)\/?$/i;
const ADDRESS_PATH = /^\/api\/mcp\/([a-z0-9][a-z0-9-]{0,62})$/;

/**
 * Which of our resources a resource indicator names (RFC 8707), or null. Scheme and host in any case, a default port
 * and one trailing slash are forgiven, the bare origin is the shared address. Whether an organisation has that
 * address is not asked here.
 */
export function parseResource(resource: string): ParsedResource | null {
  if (resource.length > RESOURCE_LENGTH_MAX) return null;
  const match = PLAIN.exec(resource);
  if (match === null) return null;
  const [, origin = "", path = ""] = match;
  if (URL.parse(origin)?.origin !== getConfig().publicUrl) return null;
  if (path === "" || path === "/api/mcp") return { kind: "shared" };
  const address = ADDRESS_PATH.exec(path)?.[1];
  return address === undefined ? null : { kind: "tenant", address };
}
