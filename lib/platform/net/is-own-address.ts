import "#server-only";
import { isLoopbackName } from "#lib/kernel/loopback.ts";
import { getConfig } from "../config/get-config.ts";

/** Whether that is an address of this server itself: what we send there would come back to us. */
export function isOwnAddress(url: string): boolean {
  const own = new URL(getConfig().publicUrl);
  if (!URL.canParse(url)) return false;
  const { origin, hostname, port } = new URL(url);
  if (origin === own.origin) return true;
  return isLoopbackName(own.hostname) && isLoopbackName(hostname) && port === own.port;
}
