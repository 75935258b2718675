/** The stages of connecting, in order; the index is what the database holds. */
export const STAGES = [
  "S0",
  "S1",
  "S2",
  "S3",
  "S4",
  "S5",
  "S6",
  "S7",
  "S8",
  "S9",
  "S10",
  "S11",
  "S12",
] as const;
export type Stage = (typeof STAGES)[number];

/** What each stage is, in words for people. */
export const STAGE_WORDS: Record<Stage, string> = {
  S0: "Reached us",
  S1: "Was asked to sign in",
  S2: "Read the address's metadata",
  S3: "Read the sign-in server's metadata",
  S4: "Said which app it is",
  S5: "Opened the request in a browser",
  S6: "Signed in and answered",
  S7: "Sent back to the app",
  S8: "App fetched its token",
  S9: "First request with the token",
  S10: "Listed the tools",
  S11: "Called a tool",
  S12: "Stayed connected",
};
