import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { findInteraction } from "./internal/browser-context.ts";
import { findLiveGrant } from "./internal/tokens/store.ts";

/** The person's answer: a grant that was recorded and saved to the provider, or no. */
export type InteractionAnswer = { accountId: string; grantId: string } | { error: "access_denied" };

/**
 * Hands the person's answer to the provider and returns where the browser goes next: our own address, which then
 * sends it back to the app. Throws `not_found` for a request this browser cannot answer, `conflict` when it was
 * answered before or the grant has ended.
 */
export async function finishInteraction(
  uid: string,
  cookieHeader: string | null,
  answer: InteractionAnswer,
): Promise<{ location: string; setCookies: string[] }> {
  const interaction = await findInteraction(uid, cookieHeader);
  if (interaction === null) {
    throw new DomainError("not_found", "This request has expired. Press Connect in your app again.");
  }
  if (interaction.result !== undefined) {
    throw new DomainError("conflict", "This request was answered before. Press Connect in your app again.");
  }
  if ("error" in answer) {
    interaction.result = { error: answer.error, error_description: "The person did not allow it." };
  } else {
    const live = await findLiveGrant(answer.grantId);
    if (live === null || live.personId !== answer.accountId) {
      throw new DomainError(
        "conflict",
        "This connection has already ended. Press Connect in your app again.",
      );
    }
    // The token reports what was granted, which may be more or less than the app asked for.
    interaction.params = { ...interaction.params, scope: live.groups.join(" ") };
    interaction.result = {
      login: { accountId: answer.accountId, remember: false },
      consent: { grantId: answer.grantId },
    };
  }
  await interaction.persist();
  return { location: interaction.returnTo, setCookies: [] };
}
