import "#server-only";
import type { UpstreamFailure, UpstreamSession } from "../open-session.ts";

/** Without a failure the instance answered, with an error. */
type Called = { ok: boolean; failure?: UpstreamFailure };

/** Tools of a Trinity that only read, take nothing, and that every kind of key sees one of. */
const HARMLESS = ["list_agents", "list_playbooks"];
const TIMEOUT_MS = 20_000;

/**
 * One call that changes nothing: a tool that only reads, or else a ping (MCP 2025-11-25, ping; there is none in
 * 2026-07-28, then null). What it answers is looked at for nothing but whether it is an error.
 */
export async function callHarmlessly(
  session: UpstreamSession,
  tools: readonly { name: string }[],
  signal: AbortSignal,
): Promise<Called | null> {
  const tool = HARMLESS.find((name) => tools.some((listed) => listed.name === name));
  if (tool === undefined && session.era === "modern") return null;
  const request =
    tool === undefined
      ? { method: "ping", params: "{}" }
      : { method: "tools/call", params: JSON.stringify({ name: tool, arguments: {} }) };
  const reply = await session.request(request, { timeoutMs: TIMEOUT_MS, signal });
  if (!reply.ok) return { ok: false, failure: reply };
  if (tool === undefined) return { ok: true };
  return { ok: "result" in reply && reply.result["isError"] !== true };
}
