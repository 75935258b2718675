/** The languages there are. "en-XA" is the pseudo-language that shows which words come from no message file. */
export const LOCALES = ["en-GB", "en-XA"] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = "en-GB";

/** Asks a server on the own computer for the pseudo-language. */
export const LOCALE_COOKIE = "locale";
