/** Who may connect an app that nothing was decided about. */
export const APP_POLICIES = ["open", "ask", "list"] as const;
export type AppPolicy = (typeof APP_POLICIES)[number];

export const CLIENT_DECISIONS = ["rule", "allowed", "asked"] as const;
