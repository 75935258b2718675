import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { checkUrl } from "#lib/platform/net/check-url.ts";
import { isOwnAddress } from "#lib/platform/net/is-own-address.ts";

/** A collector's address as we keep it. Throws `invalid_input` for one the guarded fetch would not dial, and for our own. */
export function checkCollector(url: string): { url: string; origin: string; host: string } {
  if (isOwnAddress(url)) {
    throw new DomainError(
      "invalid_input",
      "This is the address of Trinity Connect itself. Enter the address of your collector.",
      { detail: "own origin" },
    );
  }
  const { origin, path } = checkUrl(url);
  return { url: `${origin}${path}`, origin, host: new URL(origin).host };
}
