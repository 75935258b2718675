import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { getProvider } from "./get-provider.ts";
import { toRedirectHost } from "./internal/to-redirect-host.ts";
import { type ClientIdentity, classifyClient } from "./policy.ts";

export type PublishedClient = {
  client: { id: string; name: string; identity: ClientIdentity };
  redirectHost: string;
};

/**
 * What an app says of itself at the address it is known by: read as at a Connect, through the same guarded fetch. Throws
 * `invalid_input` for what is no such address, or says nothing we accept.
 */
export async function findPublishedClient(id: string): Promise<PublishedClient> {
  const url = URL.parse(id);
  const client = url?.protocol === "https:" ? await findClient(id) : undefined;
  const redirectUri = client?.redirectUris?.[0];
  if (client === undefined || redirectUri === undefined) {
    throw new DomainError(
      "invalid_input",
      "No app describes itself at this address. Copy it from the app’s documentation, exactly as it stands there.",
    );
  }
  const { identity } = classifyClient(id, redirectUri);
  const name = client.clientName ?? "Unnamed app";
  return { client: { id, name, identity }, redirectHost: toRedirectHost(redirectUri) };
}

async function findClient(id: string) {
  const { Client } = await getProvider();
  return await Client.find(id).catch(() => undefined);
}
