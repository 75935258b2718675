import "#server-only";
import { findInteraction } from "./internal/browser-context.ts";
import { type ConsentRequest, toConsentRequest } from "./internal/to-consent-request.ts";

/** `location` is where the browser goes on to: our own address, which then sends it back to the app. */
export type AllowedRequest = { request: ConsentRequest; location: string };

/**
 * A request that was allowed and has not gone back to its app yet, to the browser that brought it and to no other. Null for
 * every other: not answered, denied, gone on, expired.
 */
export async function findAllowedRequest(
  uid: string,
  cookieHeader: string | null,
): Promise<AllowedRequest | null> {
  const interaction = await findInteraction(uid, cookieHeader);
  if (interaction?.result?.["consent"] === undefined) return null;
  const request = await toConsentRequest(interaction);
  return request === null ? null : { request, location: interaction.returnTo };
}
