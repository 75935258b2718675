import "#server-only";
import { setTimeout as wait } from "node:timers/promises";
import type { Payload } from "oidc-provider";
import { isDomainError } from "#lib/kernel/errors.ts";
import { checkUrl } from "#lib/platform/net/check-url.ts";
import { once } from "#lib/platform/registry/once.ts";
import { countUse } from "../count-use.ts";
import { fetchDocument } from "./fetch-document.ts";
import {
  claimDocument,
  type DocumentKind,
  expireDocument,
  findDocument,
  saveDocument,
  saveFailure,
  type StoredDocument,
} from "./store.ts";

/** Why there is no document: an address we never fetch, too many fetches, not readable now, or against our policy. */
export type DocumentProblem =
  | "document_address"
  | "document_limited"
  | "document_unreachable"
  | "document_refused";
export type ResolvedDocument = { ok: true; payload: Payload } | { ok: false; reason: DocumentProblem };

/**
 * Anybody may name an address for us to fetch: so many a network, and so many to one host whoever asks. What worked
 * there before is outside the host's: guesses at its addresses must not keep us from a new key, or from its withdrawal.
 */
const NETWORK_LIMIT = { points: 100, durationSeconds: 600 };
const HOST_LIMIT = { points: 120, durationSeconds: 600 };
const RETRY_SECONDS = 45;
const REFRESH_AT_MOST_EVERY_SECONDS = 60;
const WAIT_STEPS = 45;
const WAIT_STEP_MS = 100;

/**
 * A client's document or key set: from the table while it is fresh, else fetched by whoever has the turn. One that
 * worked stands in for seven days for one that cannot be read; a failure is remembered for 45 seconds and no longer.
 */
export async function resolveDocument(kind: DocumentKind, url: string): Promise<ResolvedDocument> {
  if (!isDocumentAddress(url)) return { ok: false, reason: "document_address" };
  const stored = await findDocument(kind, url);
  if (stored?.isFresh) return toResult(stored);
  const flights = once("oauth.document-flights", () => new Map<string, Promise<ResolvedDocument>>());
  const key = `${kind} ${url}`;
  const flight = flights.get(key) ?? bring(kind, url, stored).finally(() => flights.delete(key));
  flights.set(key, flight);
  return await flight;
}

/**
 * The same, looked at anew, once a minute at most: a key we do not know may be a new one. What has not got it counts as
 * unreachable unless it was read just now, so that nobody's new key is refused because a stranger asked a moment before.
 */
export async function refreshDocument(
  kind: DocumentKind,
  url: string,
  hasIt: (payload: Payload) => boolean,
): Promise<ResolvedDocument> {
  const isDue = await expireDocument(kind, url, REFRESH_AT_MOST_EVERY_SECONDS);
  const found = await resolveDocument(kind, url);
  if (!found.ok || hasIt(found.payload)) return found;
  const stored = await findDocument(kind, url);
  const isNew = isDue && stored?.isFresh === true && stored.failure === null;
  return isNew ? found : { ok: false, reason: "document_unreachable" };
}

/** E17: one spelling an identity. Written as the guard dials it, with a path, without fragment or dot segments. */
export function isDocumentAddress(url: string): boolean {
  try {
    checkUrl(url);
  } catch (error) {
    if (isDomainError(error)) return false;
    throw error;
  }
  return url.startsWith("https://") && URL.parse(url)?.href === url;
}

async function bring(
  kind: DocumentKind,
  url: string,
  stored: StoredDocument | null,
): Promise<ResolvedDocument> {
  const fallback = stored?.payload ? toResult(stored) : undefined;
  const { host } = new URL(url);
  const refused =
    (await countUse("oauth.document", NETWORK_LIMIT)) ??
    (fallback ? null : await countUse("oauth.document.host", HOST_LIMIT, host));
  if (refused) return fallback ?? { ok: false, reason: "document_limited" };
  if (!(await claimDocument(kind, url))) return fallback ?? (await awaitOther(kind, url));
  const fetched = await fetchDocument(kind, url);
  if (fetched.ok) {
    await saveDocument({ kind, url }, fetched);
    const saved = await findDocument(kind, url);
    return saved === null ? { ok: true, payload: fetched.payload } : toResult(saved);
  }
  await saveFailure({ kind, url }, { ...fetched, retrySeconds: RETRY_SECONDS });
  if (fetched.isRefused) return { ok: false, reason: "document_refused" };
  return fallback ?? { ok: false, reason: "document_unreachable" };
}

/** Another process has the turn: its answer is ours. */
async function awaitOther(kind: DocumentKind, url: string): Promise<ResolvedDocument> {
  for (let step = 0; step < WAIT_STEPS; step += 1) {
    const stored = await findDocument(kind, url);
    if (stored !== null && (stored.isFresh || !stored.isClaimed)) return toResult(stored);
    await wait(WAIT_STEP_MS);
  }
  return { ok: false, reason: "document_unreachable" };
}

function toResult({ payload, failure }: StoredDocument): ResolvedDocument {
  if (payload !== null) return { ok: true, payload };
  return { ok: false, reason: failure === "refused" ? "document_refused" : "document_unreachable" };
}
