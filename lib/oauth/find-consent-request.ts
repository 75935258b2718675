import "#server-only";
import { findInteraction } from "./internal/browser-context.ts";
import { type ConsentRequest, toConsentRequest } from "./internal/to-consent-request.ts";

export type { ConsentRequest } from "./internal/to-consent-request.ts";

/**
 * What an app asks for, to the browser that brought the request and to no other. Null when it expired, was answered,
 * belongs to another browser, or its app is gone.
 */
export async function findConsentRequest(
  uid: string,
  cookieHeader: string | null,
): Promise<ConsentRequest | null> {
  const interaction = await findInteraction(uid, cookieHeader);
  return interaction === null || interaction.result !== undefined
    ? null
    : await toConsentRequest(interaction);
}
