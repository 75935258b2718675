import "#server-only";
import type { Client, Payload } from "oidc-provider";
import { log } from "#lib/platform/log/log.ts";
import { getProvider } from "../../get-provider.ts";
import { type DocumentProblem, refreshDocument, resolveDocument } from "../documents/resolve-document.ts";
import type { PublicKeys } from "./accept-keys.ts";
import { findMetadata } from "./find-metadata.ts";
import { readAssertion, readClientId } from "./read-credentials.ts";

/**
 * `unknown`: no such client, now and later, 401. `unreachable`: its document or keys cannot be read now, 503. `secret`:
 * a public client presents one, so it holds another server's registration, 401.
 */
export type ResolvedClient =
  | { ok: true; clientId: string | undefined; client: Client | undefined }
  | { ok: false; reason: "unknown" | "unreachable"; problem: DocumentProblem }
  | { ok: false; reason: "secret" };

/**
 * Whom a token or revocation request speaks for, with the keys its assertion is checked by. Asked before the
 * transaction opens, because it may fetch. Whether the client authenticates is the provider's to judge.
 */
export async function resolveClient(form: URLSearchParams, authorization?: string): Promise<ResolvedClient> {
  const clientId = readClientId(form, authorization);
  if (clientId === undefined) return { ok: true, clientId, client: undefined };
  const found = await findMetadata(clientId);
  if (!found.ok && found.reason === "unknown_client") return { ok: true, clientId, client: undefined };
  if (!found.ok) return refuse(clientId, found.reason);
  const assertion = form.get("client_assertion");
  const complete = await withMethod(found.metadata, assertion);
  if (!complete.ok) return refuse(clientId, complete.reason);
  if (complete.metadata.token_endpoint_auth_method === "none" && form.get("client_secret")) {
    return { ok: false, reason: "secret" };
  }
  const { Client } = await getProvider();
  return { ok: true, clientId, client: new Client(complete.metadata) };
}

type Completed = { ok: true; metadata: Payload } | { ok: false; reason: DocumentProblem };

/** Of a client that lists two ways, the one this request takes; of one that signs, the keys. */
async function withMethod(metadata: Payload, assertion: string | null): Promise<Completed> {
  if (metadata.token_endpoint_auth_method !== "private_key_jwt") return { ok: true, metadata };
  if (assertion !== null) return await withKeys(metadata, readAssertion(assertion).kid);
  const choices = metadata.token_endpoint_auth_methods_supported;
  const isPublic = Array.isArray(choices) && choices.includes("none");
  const { jwks: _jwks, jwks_uri: _uri, token_endpoint_auth_signing_alg: _alg, ...rest } = metadata;
  return { ok: true, metadata: isPublic ? { ...rest, token_endpoint_auth_method: "none" } : metadata };
}

async function withKeys(metadata: Payload, kid: string | undefined): Promise<Completed> {
  const { jwks_uri: uri, ...rest } = metadata;
  if (typeof uri !== "string") return await withNewestKeys(metadata, kid);
  let found = await resolveDocument("keys", uri);
  if (found.ok && !hasKey(found.payload, kid)) {
    found = await refreshDocument("keys", uri, (keys) => hasKey(keys, kid));
  }
  return found.ok ? { ok: true, metadata: { ...rest, jwks: found.payload } } : found;
}

/** Keys inside a published document are new when the document is. */
async function withNewestKeys(metadata: Payload, kid: string | undefined): Promise<Completed> {
  const id = metadata.client_id;
  if (typeof id !== "string" || !id.startsWith("https://") || hasKey(metadata.jwks, kid)) {
    return { ok: true, metadata };
  }
  const found = await refreshDocument("client", id, ({ jwks }) => hasKey(jwks, kid));
  if (!found.ok) return found;
  return { ok: true, metadata: found.payload.jwks === undefined ? metadata : found.payload };
}

function hasKey(jwks: unknown, kid: string | undefined): boolean {
  if (kid === undefined) return true;
  return ((jwks as PublicKeys | undefined)?.keys ?? []).some((key) => key.kid === kid);
}

/** An address nobody may have us fetch, or a document against our policy, is no client; the rest may come back. */
function refuse(clientId: string, problem: DocumentProblem): ResolvedClient {
  log.info({ clientId: clientId.slice(0, 200), problem }, "client not resolved");
  const isGone = problem === "document_address" || problem === "document_refused";
  return { ok: false, reason: isGone ? "unknown" : "unreachable", problem };
}
