import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { noteOutcome } from "#lib/activity/note-outcome.ts";
import { getProvider } from "../../get-provider.ts";
import { answerError } from "../answer.ts";
import { resolveClient } from "../clients/resolve-client.ts";
import { readBody, withBody } from "../read-body.ts";
import { sanitizeTokenForm } from "../sanitize-query.ts";
import { noteTokenOutcome, noteTokenRequest } from "./note-token.ts";
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
  // RFC 6749 section 5.1; the provider leaves it out of some answers.
  res.setHeader("cache-control", "no-store");
  const body = await readBody(req, BODY_BYTES_MAX);
  if (body === null) {
    const description = "The request is larger than 32 KiB.";
    return answerError(res, { status: 413, error: "invalid_request", description });
  }
  const isForm = /^application\/x-www-form-urlencoded(?:\s*;|$)/i.test(req.headers["content-type"] ?? "");
  const form = sanitizeTokenForm(isForm ? body.toString("utf8") : "");
  if (kind === "token") noteTokenRequest(form);
  const found = await resolveClient(form, req.headers.authorization);
  if (!found.ok && found.reason !== "unreachable") {
    noteOutcome({ reason: form.has("client_secret") ? "secret_sent" : "client_gone" });
    return answerError(res, { status: 401, error: "invalid_client" });
  }
  if (!found.ok) {
    noteOutcome({ reason: "document_unreachable" });
    const headers = { "retry-after": "10" };
    return answerError(res, { status: 503, error: "temporarily_unavailable", headers });
  }
  const provider = await getProvider();
  const request: TokenRequest = {
    kind,
    clientId: found.clientId,
    codeVerifier: form.get("code_verifier") ?? undefined,
    resources: form.getAll("resource"),
    client: found.client,
  };
  const forwarded = withBody(req, isForm ? form.toString() : body);
  await requestContext().run(request, () => provider.callback()(forwarded, res));
  noteTokenOutcome(request);
}
