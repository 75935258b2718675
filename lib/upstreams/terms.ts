/** The checks of an instance, in their order; each stands on the one before. */
export const CHECKS = [
  "resolves",
  "certificate",
  "answers",
  "refuses_strangers",
  "speaks_mcp",
  "accepts_key",
  "lists_tools",
  "answers_call",
] as const;
export type Check = (typeof CHECKS)[number];

/** Whose key a call goes with: the shared one; the person's own; or the person's own, and the shared one without it. */
export const KEY_MODES = ["personal", "personal_first", "shared"] as const;
export type KeyMode = (typeof KEY_MODES)[number];

/** Where a key goes unless an admin says otherwise, and then as a bearer token. */
export const BEARER_HEADER = "authorization";

/** How long a replaced key may stand in for the new one; a month is "until I say so". */
export const OVERLAP_HOURS_MAX = 720;
export const OVERLAP_HOURS = [0, 1, 24, 168, 720] as const;
