import "#server-only";
import type { Payload } from "oidc-provider";
import { isDomainError } from "#lib/kernel/errors.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { log } from "#lib/platform/log/log.ts";
import { guardedFetch } from "#lib/platform/net/guarded-fetch.ts";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { netReasonOf } from "#lib/platform/net/net-error.ts";
import { acceptKeys } from "../clients/accept-keys.ts";
import { acceptDocument } from "../clients/accept-metadata.ts";
import type { DocumentKind } from "./store.ts";

/** `refused`: we read it and our policy says no. Everything else: it could not be read this time. */
export type FetchedDocument =
  | { ok: true; payload: Payload; contentHash: string; freshSeconds: number }
  | { ok: false; failure: string; isRefused: boolean };

const BYTES_MAX = { client: 5 * 1024, keys: 32 * 1024 } as const;
const TIMEOUT_MS = 2_500;
const TOTAL_TIMEOUT_MS = 3_000;
const FRESH_SECONDS_MIN = 5 * 60;
const FRESH_SECONDS_MAX = 24 * 60 * 60;
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Fetches a client's metadata document or key set through the guard and takes it only if our policy does. Nothing
 * about the person goes out with the request. Never throws for what the other side did.
 */
export async function fetchDocument(kind: DocumentKind, url: string): Promise<FetchedDocument> {
  try {
    const response = await guardedFetch(url, {
      headers: { accept: "application/json" },
      timeoutMs: TIMEOUT_MS,
      totalTimeoutMs: TOTAL_TIMEOUT_MS,
      maxBytes: BYTES_MAX[kind],
    });
    if (response.status !== 200 || !JSON_TYPE.test(response.header("content-type") ?? "")) {
      response.body.cancel();
      return fail(url, response.status === 200 ? "not_json" : `status_${response.status}`);
    }
    return judge(kind, url, await response.text(), response);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return fail(url, netReasonOf(error) ?? "unreachable");
  }
}

function judge(kind: DocumentKind, url: string, text: string, response: GuardedResponse): FetchedDocument {
  const parsed = parseJson(text);
  if (parsed === undefined) return fail(url, "not_json");
  const accepted = kind === "client" ? acceptDocument(url, parsed) : toAccepted(acceptKeys(parsed));
  if (!accepted.ok) return fail(url, "refused", accepted.description);
  return {
    ok: true,
    payload: accepted.metadata,
    contentHash: sha256Hex(text),
    freshSeconds: toFreshSeconds(response.header("cache-control")),
  };
}

function toAccepted(keys: Payload | null) {
  return keys
    ? ({ ok: true, metadata: keys } as const)
    : ({ ok: false, description: "jwks_uri must give a set of at most 20 public keys." } as const);
}

/** E16: what the publisher says, within five minutes and a day. */
export function toFreshSeconds(cacheControl: string | undefined): number {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,12})/i.exec(cacheControl ?? "")?.[1];
  return Math.min(FRESH_SECONDS_MAX, Math.max(FRESH_SECONDS_MIN, Number(seconds ?? 0)));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function fail(url: string, failure: string, description?: string): FetchedDocument {
  log.info({ url, failure, description }, "client document not taken");
  return { ok: false, failure, isRefused: failure === "refused" };
}
