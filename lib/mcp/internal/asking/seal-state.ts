import "#server-only";
import { Buffer } from "node:buffer";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { parseJson } from "#lib/kernel/json.ts";
import { seal, unsealText } from "#lib/platform/crypto/seal.ts";
import type { ReplyOwner } from "./await-reply.ts";

/** A person may have to look something up, or to sign in somewhere else, before they answer. */
const LIFE_SECONDS = 15 * 60;
const LABEL = "request-state";
const BASE64URL = /^[\w-]+$/;

/** Whose a state is and what for: with another connection, instance, method or name it does not open. */
export type StatePlace = ReplyOwner & { upstreamId: UpstreamId; method: string; name: string };

/**
 * `relayed` holds the instance's own state, as JSON text; `parked` names a call that waits for its answers; `again` says
 * that the request is to be sent once more as it was.
 */
export type RequestState = { kind: "relayed" | "parked" | "again"; held: string };

const KINDS: ReadonlySet<unknown> = new Set<RequestState["kind"]>(["relayed", "parked", "again"]);

/**
 * A `requestState` for the client to bring back (MCP 2026-07-28, multi round-trip requests): what the instance wants back
 * untouched, or which call of ours the answers are for. The client can neither read nor alter it, nor use it elsewhere.
 */
export function sealState({ kind, held }: RequestState, place: StatePlace): string {
  const expiresAt = Math.floor(Date.now() / 1_000) + LIFE_SECONDS;
  const sealed = seal(JSON.stringify([expiresAt, kind, held]), {
    label: LABEL,
    aad: toAdditionalData(place),
  });
  return Buffer.from(sealed).toString("base64url");
}

/** What a state holds; null when it is not one, was altered, has expired, or was given out for something else. */
export function openState(given: unknown, place: StatePlace): RequestState | null {
  const text = typeof given === "string" ? openText(given, place) : null;
  const content = text === null ? undefined : parseJson(text)?.value;
  if (!Array.isArray(content)) return null;
  const [expiresAt, kind, held] = content as unknown[];
  if (typeof expiresAt !== "number" || expiresAt * 1_000 <= Date.now() || typeof held !== "string")
    return null;
  return KINDS.has(kind) ? { kind: kind as RequestState["kind"], held } : null;
}

/** Bytes that no encoding of ours gives are refused before anything is decrypted. */
function openText(given: string, place: StatePlace): string | null {
  const sealed = Buffer.from(given, "base64url");
  if (!BASE64URL.test(given) || sealed.toString("base64url") !== given) return null;
  return unsealText(sealed, { label: LABEL, aad: toAdditionalData(place) });
}

/** The name comes last: it is the instance's text and may hold anything. */
function toAdditionalData({ tenantId, personId, grantId, upstreamId, method, name }: StatePlace): string {
  return [tenantId, personId, grantId, upstreamId, method, name].join("|");
}
