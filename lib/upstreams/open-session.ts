import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { LegacySession } from "./internal/legacy-session.ts";
import type { UpstreamFailure } from "./internal/session-failure.ts";
import type { UpstreamEra, UpstreamSession } from "./internal/upstream-session.ts";

export type { UpstreamFailure, UpstreamFailureReason } from "./internal/session-failure.ts";
export type {
  Listening,
  ListenOptions,
  OnRequest,
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
  /** Which revisions to try; `auto` asks `server/discover` first. Left out: `initialize` alone. */
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

const VERSION = "2025-11-25";
const VERSIONS = new Set([VERSION, "2025-06-18", "2025-03-26", "2024-11-05"]);
const CLIENT_INFO = { name: "trinity-connect", version: "1.0.0" };
const SESSION_ID = /^[\x21-\x7e]{1,256}$/;
const TIMEOUT_MS = 15_000;

/**
 * Opens a session with an instance: `initialize` in revision 2025-11-25, then `initialized`. A Trinity takes a second
 * for it. How the instance fails is an outcome, never an exception.
 */
export async function openSession(options: OpenSessionOptions): Promise<OpenedSession> {
  const { capabilities = {}, signal, timeoutMs = TIMEOUT_MS } = options;
  const session = new LegacySession(options);
  const params = JSON.stringify({ protocolVersion: VERSION, capabilities, clientInfo: CLIENT_INFO });
  const { reply, sessionId } = await session.exchange(
    { method: "initialize", params },
    { timeoutMs, ...(signal ? { signal } : {}) },
  );
  if (!reply.ok) return reply;
  const protocolVersion = "result" in reply ? reply.result["protocolVersion"] : undefined;
  if (!("result" in reply) || typeof protocolVersion !== "string" || !VERSIONS.has(protocolVersion)) {
    return { ok: false, reason: "protocol" };
  }
  if (sessionId !== undefined && !SESSION_ID.test(sessionId)) return { ok: false, reason: "protocol" };
  session.adopt(protocolVersion, sessionId);
  session.serverName = findServerName(reply.result);
  session.capabilities = isObject(reply.result["capabilities"]) ? reply.result["capabilities"] : {};
  if (await session.notify("notifications/initialized")) return { ok: true, session };
  await session.close();
  return { ok: false, reason: "failed" };
}

/** A session of the older revisions that another process opened, without a round trip. */
export function resumeSession({
  protocolVersion,
  sessionId,
  ...target
}: ResumeSessionOptions): UpstreamSession {
  const session = new LegacySession(target);
  session.adopt(protocolVersion, sessionId);
  return session;
}

function findServerName({ serverInfo }: JsonObject): string {
  const name = (serverInfo as { name?: unknown } | null | undefined)?.name;
  return typeof name === "string" ? name.slice(0, 100) : "";
}
