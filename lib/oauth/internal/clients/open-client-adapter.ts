import "#server-only";
import { errors, type Payload } from "oidc-provider";
import { DomainError } from "#lib/kernel/errors.ts";
import { isBlocked } from "../blocked/store.ts";
import { currentTokenRequest } from "../tokens/request-context.ts";
import { findMetadata } from "./find-metadata.ts";

/**
 * What the provider reads clients through. Documents are ours to find: it fetches none. Within a token request the
 * client was resolved before and nothing else is looked up. A refusal carries its closed reason as `error_detail`.
 */
export function openClientAdapter() {
  return {
    async find(id: string): Promise<Payload | undefined> {
      const request = currentTokenRequest();
      if (request?.client?.clientId === id) return request.client.metadata();
      if (request !== undefined && id.startsWith("https://")) return undefined;
      // At the token endpoint its connections have ended; here nobody is to begin, or go on with, a new one.
      if (request === undefined && !id.includes("\0") && (await isBlocked(id))) {
        throw new errors.InvalidClient("the client is blocked", "app_blocked");
      }
      const found = await findMetadata(id);
      if (found.ok) return found.metadata;
      if (found.reason === "unknown_client") return undefined;
      if (found.reason !== "document_limited") {
        throw new errors.InvalidClient("the client's document cannot be used", found.reason);
      }
      const busy = new errors.TemporarilyUnavailable("too many documents were asked for", found.reason);
      throw Object.assign(busy, { status: 503, statusCode: 503 });
    },
    // Registration writes by itself and nobody deletes a client over HTTP.
    upsert: refuseToStore,
    destroy: refuseToStore,
  };
}

function refuseToStore(): Promise<never> {
  const text = "Something went wrong on our side. Try again.";
  return Promise.reject(
    new DomainError("internal", text, { detail: "the provider wants to store a client" }),
  );
}
