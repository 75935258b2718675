import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import { LegacySession } from "./internal/legacy-session.ts";
import { openLegacy, openSse } from "./internal/open-legacy.ts";
import { openModern } from "./internal/open-modern.ts";
import type { UpstreamFailure } from "./internal/session-failure.ts";
import type { UpstreamEra, UpstreamSession } from "./internal/upstream-session.ts";

export type { UpstreamFailure, UpstreamFailureReason } from "./internal/session-failure.ts";
export type {
  Listening,
  ListenOptions,
  RequestOptions,
  UpstreamEra,
  UpstreamQuestion,
  UpstreamReply,
  UpstreamRequest,
  UpstreamSession,
} from "./internal/upstream-session.ts";

/** How an instance is spoken to: Streamable HTTP, or HTTP+SSE of 2024-11-05. */
export type UpstreamTransport = "http" | "sse";

/** `keyHeader` is where the key goes: `authorization` (a bearer token) or a header of the instance's own, in lower case. */
type Place = { url: string; keyHeader: string; pool: string };

export type OpenSessionOptions = Place & {
  /** The key in the clear; null to see how the instance treats a stranger. */
  key: string | null;
  transport: UpstreamTransport;
  /** Which revisions to try; `auto` asks `server/discover`, then `initialize`. Left out: `initialize` alone. */
  era?: UpstreamEra | "auto";
  /** What we declare for whom the session is; left out: nothing. */
  capabilities?: JsonObject;
  signal?: AbortSignal;
  timeoutMs?: number;
};

export type ResumeSessionOptions = Place & {
  key: string;
  protocolVersion: string;
  sessionId: string;
};

export type OpenedSession = { ok: true; session: UpstreamSession } | UpstreamFailure;

const TIMEOUT_MS = 15_000;
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Opens a session with an instance: `initialize` in revision 2025-11-25, then `initialized` (a Trinity takes a second for
 * it), or `server/discover` in 2026-07-28. How the instance fails is an outcome, never an exception.
 */
export async function openSession(options: OpenSessionOptions): Promise<OpenedSession> {
  const { transport, era = "legacy", capabilities = {}, signal, timeoutMs = TIMEOUT_MS } = options;
  const opening = { capabilities, timeoutMs, ...(signal ? { signal } : {}) };
  if (transport === "sse") return await openSse(options, opening);
  if (era === "legacy") return await openLegacy(options, opening);
  if (era === "modern") return await openModern(options, opening);
  const probing = { ...opening, timeoutMs: Math.min(timeoutMs, PROBE_TIMEOUT_MS) };
  const probed = await openModern(options, probing);
  // A good key is refused by a Trinity that is asked anything outside a session, so no answer is the last word.
  if (probed.ok || probed.reason === "unreachable" || probed.reason === "aborted") return probed;
  return await openLegacy(options, opening);
}

/** A session of the older revisions that another process opened, without a round trip. */
export function resumeSession({
  protocolVersion,
  sessionId,
  ...target
}: ResumeSessionOptions): UpstreamSession {
  return LegacySession.resume(target, protocolVersion, sessionId);
}
