import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Client } from "oidc-provider";
import { isDomainError } from "#lib/kernel/errors.ts";
import { log } from "#lib/platform/log/log.ts";
import { getProvider } from "../../get-provider.ts";
import { answerError } from "../answer.ts";
import { readBody, withBody } from "../read-body.ts";
import { sanitizeTokenForm } from "../sanitize-query.ts";
import { requestContext, type TokenRequest } from "./request-context.ts";

const BODY_BYTES_MAX = 32 * 1024;

/**
 * Answers /oauth/token and /oauth/revoke. The client is resolved before the transaction opens: no document is
 * fetched while a connection is held, and a document we cannot reach now is a 503, which no host forgets tokens over.
 */
export async function serveToken(
  req: IncomingMessage,
  res: ServerResponse,
  kind: TokenRequest["kind"],
): Promise<void> {
  const body = await readBody(req, BODY_BYTES_MAX);
  if (body === null) {
    const description = "The request is larger than 32 KiB.";
    return answerError(res, { status: 413, error: "invalid_request", description });
  }
  const isForm = /^application\/x-www-form-urlencoded(?:\s*;|$)/i.test(req.headers["content-type"] ?? "");
  const form = sanitizeTokenForm(isForm ? body.toString("utf8") : "");
  // Every client here is public: one that presents a secret holds another server's registration.
  if (form.get("client_secret")) return answerError(res, { status: 401, error: "invalid_client" });
  const clientId = form.get("client_id") ?? undefined;
  const found = await findClient(clientId);
  if (!found.ok && found.isGone) return answerError(res, { status: 401, error: "invalid_client" });
  if (!found.ok) {
    const headers = { "retry-after": "10" };
    return answerError(res, { status: 503, error: "temporarily_unavailable", headers });
  }
  const provider = await getProvider();
  const request: TokenRequest = {
    kind,
    clientId,
    codeVerifier: form.get("code_verifier") ?? undefined,
    client: found.client,
  };
  const forwarded = withBody(req, isForm ? form.toString() : body);
  await requestContext().run(request, () => provider.callback()(forwarded, res));
}

async function findClient(
  clientId: string | undefined,
): Promise<{ ok: true; client: Client | undefined } | { ok: false; isGone: boolean }> {
  if (clientId === undefined) return { ok: true, client: undefined };
  try {
    const { Client } = await getProvider();
    return { ok: true, client: await Client.find(clientId) };
  } catch (error) {
    if (isNeverFetched(error)) return { ok: false, isGone: true };
    log.warn(
      { clientId: clientId.slice(0, 200), reason: error instanceof Error ? error.message : "unknown" },
      "client not resolved",
    );
    return { ok: false, isGone: false };
  }
}

/** The client id is an address the guard refuses for good: no such client, rather than one to ask for again later. */
function isNeverFetched(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {};
  return isDomainError(error, "invalid_input") || (cause !== undefined && isNeverFetched(cause));
}
