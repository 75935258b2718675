import "#server-only";
import { randomBytes } from "node:crypto";
import { DomainError } from "#lib/kernel/errors.ts";
import { acceptRegistration } from "./internal/clients/accept-metadata.ts";
import { identify, isConfidential, withSecret } from "./internal/clients/identify-client.ts";
import { insertClient } from "./internal/clients/store.ts";

export type NewClient = { name: string; redirectUris: string[]; method: string };
export type AddedClient = { id: string; secret: string | null };

const METHODS = ["none", "client_secret_basic", "client_secret_post"];

/**
 * Adds a client by an operator's word, under the same rules as a registration. Its secret is returned this once and
 * stored as a hash. Throws `invalid_input` naming the rule that was broken.
 */
export async function addClient({ name, redirectUris, method }: NewClient): Promise<AddedClient> {
  if (!METHODS.includes(method)) {
    throw new DomainError(
      "invalid_input",
      "The method must be client_secret_basic, client_secret_post or none.",
    );
  }
  const accepted = acceptRegistration({
    client_name: name,
    redirect_uris: redirectUris,
    token_endpoint_auth_method: method,
  });
  if (!accepted.ok) throw new DomainError("invalid_input", accepted.description);
  const id = `app_${randomBytes(16).toString("base64url")}`;
  if (!isConfidential(accepted.metadata)) {
    await insertClient(id, identify(id, accepted.metadata), "operator");
    return { id, secret: null };
  }
  const { payload, secret } = withSecret(id, accepted.metadata);
  await insertClient(id, payload, "operator");
  return { id, secret };
}
