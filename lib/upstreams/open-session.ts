import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import type { UpstreamFailure } from "./internal/session-failure.ts";
import { type RequestOptions, Session, type UpstreamReply } from "./internal/session.ts";

export type { RequestOptions, UpstreamReply } from "./internal/session.ts";
export type { UpstreamFailure, UpstreamFailureReason } from "./internal/session-failure.ts";

export type OpenSessionOptions = {
  url: string;
  /** The Trinity key in the clear; null to see how the instance treats a stranger. */
  key: string | null;
  /** Keeps sockets apart: the tenant's id. */
  pool: string;
  signal?: AbortSignal;
  timeoutMs?: number;
};

export type UpstreamSession = {
  readonly protocolVersion: string;
  readonly serverName: string;
  request(method: string, params: JsonObject, options?: RequestOptions): Promise<UpstreamReply>;
  notify(method: string, params?: JsonObject): Promise<boolean>;
  close(): Promise<void>;
};

export type OpenedSession = { ok: true; session: UpstreamSession } | UpstreamFailure;

const VERSION = "2025-11-25";
const VERSIONS = new Set([VERSION, "2025-06-18", "2025-03-26", "2024-11-05"]);
const SESSION_ID = /^[\x21-\x7e]{1,256}$/;
const TIMEOUT_MS = 15_000;

/**
 * Opens a session with an instance: `initialize` in revision 2025-11-25 with no capabilities of ours, then
 * `initialized`. A Trinity takes a second for it. How the instance fails is an outcome, never an exception.
 */
export async function openSession(options: OpenSessionOptions): Promise<OpenedSession> {
  const { url, key, pool, signal, timeoutMs = TIMEOUT_MS } = options;
  const session = new Session({ url, key, pool });
  const { reply, sessionId } = await session.exchange(
    "initialize",
    { protocolVersion: VERSION, capabilities: {}, clientInfo: { name: "trinity-connect", version: "1.0.0" } },
    { timeoutMs, ...(signal ? { signal } : {}) },
  );
  if (!reply.ok) return reply;
  const protocolVersion = "result" in reply ? reply.result["protocolVersion"] : undefined;
  if (!("result" in reply) || typeof protocolVersion !== "string" || !VERSIONS.has(protocolVersion)) {
    return { ok: false, reason: "protocol" };
  }
  if (sessionId !== undefined && !SESSION_ID.test(sessionId)) return { ok: false, reason: "protocol" };
  session.adopt(protocolVersion, sessionId);
  if (!(await session.notify("notifications/initialized"))) {
    await session.close();
    return { ok: false, reason: "failed" };
  }
  return {
    ok: true,
    session: {
      protocolVersion,
      serverName: findServerName(reply.result),
      request: (method, params, requestOptions) => session.request(method, params, requestOptions),
      notify: (method, params) => session.notify(method, params),
      close: () => session.close(),
    },
  };
}

function findServerName({ serverInfo }: JsonObject): string {
  const name = (serverInfo as { name?: unknown } | null | undefined)?.name;
  return typeof name === "string" ? name.slice(0, 100) : "";
}
