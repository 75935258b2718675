import "#server-only";
import { hash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Payload } from "oidc-provider";
import { noteFact, noteOutcome } from "#lib/activity/note-outcome.ts";
import type { ReasonCode } from "#lib/activity/schema.ts";
import { isGroupId } from "#lib/catalog/groups.ts";
import { answerError, answerJson } from "../answer.ts";
import type { Refused } from "../count-use.ts";
import { readBody } from "../read-body.ts";
import { type Accepted, acceptRegistration } from "./accept-metadata.ts";
import { countNewClient, countRegistration } from "./count-registration.ts";
import { identify, isConfidential, withSecret } from "./identify-client.ts";
import { findRegistered, insertClient } from "./store.ts";

const BODY_BYTES_MAX = 16 * 1024;

/**
 * Dynamic client registration (RFC 7591) under our own policy. Identical public registrations are one client; one that
 * asks for a secret is a client of its own and sees the secret this once. Open to any origin.
 */
export async function registerClient(req: IncomingMessage, res: ServerResponse): Promise<void> {
  res.setHeader("access-control-allow-origin", "*");
  noteOutcome({ stage: "S4" });
  noteFact("registered");
  const refused = await countRegistration();
  if (refused) return answerError(res, { ...refused, error: "temporarily_unavailable" });
  const body = await readBody(req, BODY_BYTES_MAX);
  if (body === null) {
    return answerError(res, {
      status: 413,
      error: "invalid_client_metadata",
      description: "The registration is larger than 16 KiB.",
    });
  }
  const sent = parseJson(req, body);
  const accepted = acceptRegistration(sent);
  if (!accepted.ok) {
    noteOutcome({ reason: toReason(accepted) });
    return answerError(res, { status: 400, ...accepted });
  }
  const stored = await (isConfidential(accepted.metadata) ? addSecret : share)(accepted.metadata);
  if (!stored.ok) return answerError(res, { ...stored.refused, error: "temporarily_unavailable" });
  noteOutcome({ clientId: String(stored.client.client_id), clientName: String(stored.client.client_name) });
  answerJson(res, {
    status: 201,
    body: toAnswer(stored.client, sent as Payload),
    headers: { "cache-control": "no-store" },
  });
}

type Stored = { ok: true; client: Payload } | { ok: false; refused: Refused };

/** The id is the registration's own fingerprint: the same one always is the same client, even after a purge. */
async function share(metadata: Payload): Promise<Stored> {
  const id = `dcr_${hash("sha256", JSON.stringify(metadata), "base64url")}`;
  const known = await findRegistered(id);
  if (known) return { ok: true, client: known };
  const refused = await countNewClient();
  if (refused) return { ok: false, refused };
  return { ok: true, client: await insertClient(id, identify(id, metadata), "dynamic") };
}

async function addSecret(metadata: Payload): Promise<Stored> {
  const refused = await countNewClient();
  if (refused) return { ok: false, refused };
  const { payload, secret } = withSecret(`dcr_${randomBytes(16).toString("base64url")}`, metadata);
  await insertClient(String(payload.client_id), payload, "dynamic");
  return { ok: true, client: { ...payload, client_secret: secret } };
}

/**
 * What we stored, with the redirects as they were written (their loopback ports are free) and the scopes we know.
 * Hosts ask for what was registered and then for `offline_access`, so a client that may refresh is told of it.
 */
function toAnswer(stored: Payload, sent: Payload): Payload {
  const answer = { ...stored, redirect_uris: [...new Set(sent.redirect_uris as string[])] };
  if (typeof sent.scope !== "string") return answer;
  const groups = sent.scope.split(/\s+/).filter(isGroupId);
  const mayRefresh = (stored.grant_types as string[]).includes("refresh_token");
  const scope = [...new Set([...groups, ...(mayRefresh ? ["offline_access"] : [])])].join(" ");
  return scope ? { ...answer, scope } : answer;
}

function toReason({ error, description }: Exclude<Accepted, { ok: true }>): ReasonCode {
  if (error === "invalid_redirect_uri") return "registration_redirect";
  if (description.startsWith("client_name")) return "registration_name";
  return /token_endpoint_auth|jwks/.test(description) ? "registration_auth_method" : "registration_refused";
}

function parseJson(req: IncomingMessage, body: Buffer): unknown {
  if (!/^application\/json(?:\s*;|$)/i.test(req.headers["content-type"] ?? "")) return undefined;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
