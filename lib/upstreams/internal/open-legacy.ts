import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { CLIENT_INFO } from "./client-info.ts";
import { LegacySession } from "./legacy-session.ts";
import { markEra, type UpstreamFailure } from "./session-failure.ts";
import type { LinkTarget } from "./session-link.ts";
import { SseSession } from "./sse-session.ts";
import type { UpstreamReply, UpstreamSession } from "./upstream-session.ts";

export type Opening = { capabilities: JsonObject; signal?: AbortSignal; timeoutMs: number };
export type Opened = { ok: true; session: UpstreamSession } | UpstreamFailure;

const VERSION = "2025-11-25";
const VERSIONS = new Set([VERSION, "2025-06-18", "2025-03-26", "2024-11-05"]);
const SESSION_ID = /^[\x21-\x7e]{1,256}$/;
/** What a server without `initialize` says to it: no such method, or not in this version. */
const OTHER_ERA_CODES = new Set([-32601, -32022]);
const UNREADABLE: UpstreamFailure = { ok: false, reason: "protocol" };

type Agreed = { protocolVersion: string; serverName: string; capabilities: JsonObject };

/** Shakes hands over Streamable HTTP (MCP 2025-11-25 and older). */
export async function openLegacy(target: LinkTarget, opening: Opening): Promise<Opened> {
  const session = new LegacySession(target);
  const { reply, sessionId } = await session.exchange(writeInitialize(opening), opening);
  const agreed = readAgreed(reply);
  if (!agreed.ok) return agreed;
  if (sessionId !== undefined && !SESSION_ID.test(sessionId)) return UNREADABLE;
  session.adopt(agreed.protocolVersion, sessionId);
  return await finish(session, agreed);
}

/** Shakes hands over HTTP+SSE (MCP 2024-11-05). */
export async function openSse(target: LinkTarget, opening: Opening): Promise<Opened> {
  const opened = await SseSession.open(target, opening);
  if (!opened.ok) return opened;
  const { session } = opened;
  const agreed = readAgreed(await session.request(writeInitialize(opening), opening));
  if (!agreed.ok) {
    await session.close();
    return agreed;
  }
  session.protocolVersion = agreed.protocolVersion;
  return await finish(session, agreed);
}

function writeInitialize({ capabilities }: Opening) {
  const params = JSON.stringify({ protocolVersion: VERSION, capabilities, clientInfo: CLIENT_INFO });
  return { method: "initialize", params };
}

function readAgreed(reply: UpstreamReply): ({ ok: true } & Agreed) | UpstreamFailure {
  if (!reply.ok) return markEra(reply);
  if ("error" in reply) {
    const { code } = reply.error;
    return { ...UNREADABLE, code, ...(OTHER_ERA_CODES.has(code) ? { isOtherEra: true } : {}) };
  }
  const { protocolVersion, capabilities, serverInfo } = reply.result;
  if (typeof protocolVersion !== "string" || !VERSIONS.has(protocolVersion)) return UNREADABLE;
  return {
    ok: true,
    protocolVersion,
    serverName: findServerName(serverInfo),
    capabilities: isObject(capabilities) ? capabilities : {},
  };
}

async function finish(session: LegacySession | SseSession, agreed: Agreed): Promise<Opened> {
  session.serverName = agreed.serverName;
  session.capabilities = agreed.capabilities;
  if (await session.notify("notifications/initialized")) return { ok: true, session };
  await session.close();
  return { ok: false, reason: "failed" };
}

/** What an instance calls itself; for no decision. */
export function findServerName(serverInfo: unknown): string {
  const name = isObject(serverInfo) ? serverInfo["name"] : undefined;
  return typeof name === "string" ? name.slice(0, 100) : "";
}
