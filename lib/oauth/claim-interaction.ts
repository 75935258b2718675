import "#server-only";
import { findInteraction } from "./internal/browser-context.ts";
import { consumeRecord } from "./store.ts";

/**
 * Takes the right to answer a request, once: of two submissions at the same moment one gets true. Call it after the
 * form was accepted and before anything is recorded.
 */
export async function claimInteraction(uid: string, cookieHeader: string | null): Promise<boolean> {
  const interaction = await findInteraction(uid, cookieHeader);
  if (interaction === null || interaction.result !== undefined) return false;
  return await consumeRecord("Interaction", uid);
}
