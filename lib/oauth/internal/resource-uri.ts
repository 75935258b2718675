import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { type ParsedResource, parseResource } from "../parse-resource.ts";

const ADDRESS = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The one way we write a resource: in tokens, grants and metadata. */
export function toResourceUri(resource: ParsedResource): string {
  const shared = `${getConfig().publicUrl}/api/mcp`;
  return resource.kind === "shared" ? shared : `${shared}/${resource.address}`;
}

/** The canonical spelling of what a client sent; unchanged when it is none of ours, for the provider to refuse. */
export function canonicaliseResource(value: string): string {
  const parsed = parseResource(value);
  return parsed === null ? value : toResourceUri(parsed);
}

/** Whether a path segment could be an organisation's address at all. */
export function isAddress(value: string): boolean {
  return ADDRESS.test(value);
}
