import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";

/**
 * Where a provider sends the browser back to: an address for each connection, so that one provider's answer can never
 * be taken for another's (RFC 9700 section 4.4.2.2).
 */
export function toCallbackAddress(connection: string): string {
  return `${getConfig().publicUrl}/sign-in/callback/${connection}`;
}
