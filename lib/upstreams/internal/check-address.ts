import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { checkUrl } from "#lib/platform/net/check-url.ts";
import { isOwnAddress } from "#lib/platform/net/is-own-address.ts";

/**
 * The address as we keep it. Throws `invalid_input` for one the guarded fetch would not dial and for our own, which
 * would make every call come back to us.
 */
export function checkAddress(url: string): string {
  if (isOwnAddress(url)) {
    throw new DomainError(
      "invalid_input",
      "This is the address of Trinity Connect itself. Enter the address of your Trinity instance.",
      { detail: "own origin" },
    );
  }
  const { origin, path } = checkUrl(url);
  return `${origin}${path}`;
}
