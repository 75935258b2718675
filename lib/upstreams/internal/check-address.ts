import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { isLoopbackName } from "#lib/kernel/loopback.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { checkUrl } from "#lib/platform/net/check-url.ts";

/**
 * The address as we keep it. Throws `invalid_input` for one the guarded fetch would not dial and for our own, which
 * would make every call come back to us.
 */
export function checkAddress(url: string): string {
  if (isOurs(url)) {
    throw new DomainError(
      "invalid_input",
      "This is the address of Trinity Connect itself. Enter the address of your Trinity instance.",
      { detail: "own origin" },
    );
  }
  const { origin, path } = checkUrl(url);
  return `${origin}${path}`;
}

function isOurs(url: string): boolean {
  const own = new URL(getConfig().publicUrl);
  if (!URL.canParse(url)) return false;
  const { origin, hostname, port } = new URL(url);
  if (origin === own.origin) return true;
  return isLoopbackName(own.hostname) && isLoopbackName(hostname) && port === own.port;
}
