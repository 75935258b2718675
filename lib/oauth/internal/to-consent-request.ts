import "#server-only";
import type { Interaction } from "oidc-provider";
import { isGroupId } from "#lib/catalog/groups.ts";
import type { RequestLimit } from "../find-request-end.ts";
import { getProvider } from "../get-provider.ts";
import { type ParsedResource, parseResource } from "../parse-resource.ts";
import { type ClassifiedClient, classifyClient, isExtendable } from "../policy.ts";
import { toResourceUri } from "./resource-uri.ts";
import { toRedirectHost } from "./to-redirect-host.ts";

export type ConsentRequest = RequestLimit & {
  client: ClassifiedClient & { id: string; name: string; registeredAt?: Date };
  redirectUri: string;
  /** Host and port, or the scheme with its colon for a private one; names in punycode. */
  redirectHost: string;
  resource: ParsedResource;
  /** What a grant for this resource stores. */
  resourceUri: string;
  requestedGroups: string[];
  /** The app named no tool group we know. */
  saidNothing: boolean;
};

/** What an authorization request asks for; null when its app is gone or it asks for no resource of ours. */
export async function toConsentRequest(interaction: Interaction): Promise<ConsentRequest | null> {
  const { uid, iat, exp } = interaction;
  const { client_id: clientId, redirect_uri: redirectUri, resource, scope } = interaction.params;
  if (typeof clientId !== "string" || typeof redirectUri !== "string") return null;
  const parsed = typeof resource === "string" ? parseResource(resource) : null;
  const client = await findClient(clientId);
  if (parsed === null || client === undefined) return null;
  const requestedGroups = typeof scope === "string" ? scope.split(" ").filter(isGroupId) : [];
  const issuedAt = client.clientIdIssuedAt;
  return {
    uid,
    client: {
      id: clientId,
      name: client.clientName ?? "Unnamed app",
      ...classifyClient(clientId, redirectUri),
      ...(issuedAt === undefined ? {} : { registeredAt: new Date(issuedAt * 1000) }),
    },
    redirectUri,
    redirectHost: toRedirectHost(redirectUri),
    resource: parsed,
    resourceUri: toResourceUri(parsed),
    requestedGroups,
    saidNothing: requestedGroups.length === 0,
    endsAt: new Date(exp * 1000),
    isExtendable: isExtendable({ iat, exp }),
  };
}

async function findClient(clientId: string) {
  const { Client } = await getProvider();
  try {
    return await Client.find(clientId);
  } catch {
    return undefined;
  }
}
