import "#server-only";
import { openSession, type UpstreamSession, type UpstreamTransport } from "../open-session.ts";
import type { UpstreamFailure } from "./session-failure.ts";
import type { LinkTarget } from "./session-link.ts";

export type Reached = { ok: true; session: UpstreamSession; transport: UpstreamTransport } | UpstreamFailure;

/** What a server without Streamable HTTP answers a POST with (MCP 2025-11-25, transports, backwards compatibility). */
const OLD_TRANSPORT = new Set([400, 404, 405]);

/**
 * Finds out how an instance is spoken to: `initialize` over Streamable HTTP, then `server/discover`, then HTTP+SSE, each
 * only when the answer before says that it is not that. The session is the caller's to close.
 */
export async function reachInstance(link: LinkTarget, signal?: AbortSignal): Promise<Reached> {
  const target = signal === undefined ? link : { ...link, signal };
  const legacy = await openSession({ ...target, transport: "http", era: "legacy" });
  if (legacy.ok) return { ...legacy, transport: "http" };
  if (legacy.isOtherEra !== true) return legacy;
  const modern = await openSession({ ...target, transport: "http", era: "modern" });
  if (modern.ok) return { ...modern, transport: "http" };
  if (modern.isOtherEra !== true) return modern;
  if (!OLD_TRANSPORT.has(legacy.status ?? 0)) return legacy;
  const old = await openSession({ ...target, transport: "sse" });
  if (old.ok) return { ...old, transport: "sse" };
  return old.reason === "refused_key" ? old : legacy;
}
