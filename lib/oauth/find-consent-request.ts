import "#server-only";
import { isGroupId } from "#lib/catalog/groups.ts";
import { getProvider } from "./get-provider.ts";
import { findInteraction } from "./internal/browser-context.ts";
import { toResourceUri } from "./internal/resource-uri.ts";
import { toRedirectHost } from "./internal/to-redirect-host.ts";
import { type ParsedResource, parseResource } from "./parse-resource.ts";
import { type ClassifiedClient, classifyClient } from "./policy.ts";

export type ConsentRequest = {
  uid: string;
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

/**
 * What an app asks for, to the browser that brought the request and to no other. Null when it expired, was answered,
 * belongs to another browser, or its app is gone.
 */
export async function findConsentRequest(
  uid: string,
  cookieHeader: string | null,
): Promise<ConsentRequest | null> {
  const interaction = await findInteraction(uid, cookieHeader);
  if (interaction === null || interaction.result !== undefined) return null;
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
