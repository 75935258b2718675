import "#server-only";

/** What a person reads when an OAuth request fails: hosts print error_description verbatim. No input in any of them. */
export const DESCRIPTIONS: Record<string, string> = {
  invalid_grant:
    "This connection has ended, or this code or token was used before. Connect again from your app.",
  invalid_client:
    "This app is not registered here, or its registration has changed. Connect again from your app.",
  document_unreachable:
    "The app's client metadata document could not be read just now. Connect again in a minute.",
  document_refused: "The app's client metadata document is not one we accept. Tell the app's maker.",
  app_blocked: "The operator of this server has blocked this app. Ask them why.",
  invalid_target: "This address is not one of ours. Check the URL you entered in your app.",
  invalid_scope: "The app asked for something this server does not offer. Connect again from your app.",
  unsupported_grant_type: "This server gives tokens for authorization codes and refresh tokens only.",
  invalid_token: "This token cannot be used here. Connect again from your app.",
  temporarily_unavailable: "This cannot be answered right now. Try again in a minute.",
  server_error: "Something went wrong on our side. Try again in a minute.",
};

const FOREIGN_ORIGIN = "Pages of this origin may not use this app's registration.";

/**
 * Our words for an error code; where we have none the provider's own literal in a sentence, unless that repeats what
 * was sent.
 */
export function describeError(error: string, description?: string): string | undefined {
  if (Object.hasOwn(DESCRIPTIONS, error)) return DESCRIPTIONS[error];
  if (description?.startsWith("origin ")) return FOREIGN_ORIGIN;
  // The provider writes for the app's makers, in small letters and without a full stop.
  if (description === undefined || !/^[^A-Z].*[^.]$/.test(description)) return description;
  return `The app's request cannot be answered: ${description}.`;
}
