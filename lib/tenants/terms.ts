/** Days and minutes between which an organisation chooses; nobody's connection lasts longer than the product's own. */
export const CONNECTION_DAYS = { min: 1, max: 180 } as const;
export const IDLE_DAYS = { min: 1, max: 30 } as const;
export const ACCESS_TOKEN_MINUTES = { min: 15, max: 480 } as const;

export const CONSENT_DEFAULTS = ["suggested", "read"] as const;
export type ConsentDefault = (typeof CONSENT_DEFAULTS)[number];
