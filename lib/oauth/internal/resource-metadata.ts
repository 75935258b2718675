import "#server-only";
import { GROUPS, SHARED_SCOPES } from "#lib/catalog/groups.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";

export const RESOURCE_METADATA_PATH = "/.well-known/oauth-protected-resource";

/** Where somebody asks: the bare origin, the shared address, or an organisation's own. */
export type MetadataPlace = { kind: "root" } | { kind: "shared" } | { kind: "tenant"; address: string };

const PATHS = { root: "", shared: "/api/mcp" } as const;

function pathOf(place: MetadataPlace): string {
  return place.kind === "tenant" ? `${PATHS.shared}/${place.address}` : PATHS[place.kind];
}

/** What an organisation may turn on at its own address comes on top there; never destructive or credential groups. */
const OWN_SCOPES = GROUPS.filter(({ credential, effect }) => !credential && effect !== "destructive").map(
  ({ id }) => id,
);

/** The scopes asked for at a place: one list for the metadata and the challenge, in the catalogue's order. */
export function scopesAt(place: MetadataPlace): readonly string[] {
  return place.kind === "tenant" ? OWN_SCOPES : SHARED_SCOPES;
}

/** Protected resource metadata (RFC 9728 section 2). `resource` is byte for byte the URL a person enters. */
export function toResourceMetadata(place: MetadataPlace): object {
  const { publicUrl } = getConfig();
  return {
    resource: `${publicUrl}${pathOf(place)}`,
    authorization_servers: [publicUrl],
    scopes_supported: scopesAt(place),
    bearer_methods_supported: ["header"],
    resource_name: "Trinity Connect",
  };
}

/** The absolute address of a place's metadata. */
export function metadataUrlOf(place: MetadataPlace): string {
  return `${getConfig().publicUrl}${RESOURCE_METADATA_PATH}${pathOf(place)}`;
}
