import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import { isObject } from "#lib/kernel/json.ts";
import type { CallContext } from "../call-context.ts";
import { META } from "../protocol.ts";

/** The severities of RFC 5424 as MCP names them, least first. */
export const LOG_LEVELS = [
  "debug",
  "info",
  "notice",
  "warning",
  "error",
  "critical",
  "alert",
  "emergency",
] as const;

/** What is not about the call on whose stream it came: changes are told where they were asked for. */
const ELSEWHERE = new Set([
  "notifications/cancelled",
  "notifications/initialized",
  "notifications/tools/list_changed",
  "notifications/prompts/list_changed",
  "notifications/resources/list_changed",
  "notifications/resources/updated",
  "notifications/roots/list_changed",
]);

/**
 * Whether what an instance notifies of during a call belongs on the call's own stream: progress (the session matched its
 * token), log messages as the client wants them, and whatever an extension says.
 */
export function isForCall(
  context: CallContext,
  asked: JsonObject,
  { method, params }: { method: string; params: JsonObject },
): boolean {
  if (method !== "notifications/message") return !ELSEWHERE.has(method);
  const wanted =
    context.era === "modern" ? readLogLevel(asked) : (context.session?.logLevel ?? LOG_LEVELS[0]);
  return isAtLeast(params["level"], wanted);
}

/** MCP 2026-07-28, logging: nothing is told to a request that does not name a level. */
function readLogLevel({ _meta: meta }: JsonObject): string | null {
  const level = isObject(meta) ? meta[META.logLevel] : undefined;
  return typeof level === "string" ? level : null;
}

/** Whether a log message of that level is one for who wants this level and above; null wants none. */
export function isAtLeast(level: unknown, wanted: string | null): boolean {
  const place = (LOG_LEVELS as readonly unknown[]).indexOf(wanted);
  return place !== -1 && (LOG_LEVELS as readonly unknown[]).indexOf(level) >= place;
}
