import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";

/** What a page somebody runs on their own machine has, such as an inspector; a rebound name never reads so. */
const LOOPBACK_ORIGIN = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/**
 * Whether a page of that origin may talk to the gateway: ours, and one on the caller's own machine. A page of another
 * site must not reach us with a person's rebound DNS (MCP, Streamable HTTP, security warning).
 */
export function isAcceptedOrigin(origin: string): boolean {
  return origin === getConfig().publicUrl || LOOPBACK_ORIGIN.test(origin);
}
