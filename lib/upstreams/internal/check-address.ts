import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { checkUrl } from "#lib/platform/net/check-url.ts";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The address as we keep it. Throws `invalid_input` for one the guarded fetch would not dial and for our own, which
 * would make every call come back to us.
 */
export function checkAddress(url: string): string {
  const { origin, path } = checkUrl(url);
  if (isOurs(origin)) {
    throw new DomainError(
      "invalid_input",
      "This is the address of Trinity Connect itself. Enter the address of your Trinity instance.",
      { detail: "own origin" },
    );
  }
  return `${origin}${path}`;
}

function isOurs(origin: string): boolean {
  const own = new URL(getConfig().publicUrl);
  if (origin === own.origin) return true;
  const { hostname, port } = new URL(origin);
  return LOOPBACK.has(own.hostname) && LOOPBACK.has(hostname) && port === own.port;
}
