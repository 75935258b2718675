import { cookies } from "next/headers";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { DEFAULT_LOCALE, type Locale, LOCALE_COOKIE } from "./locales.ts";

/** The language of this request. A cookie asks for the pseudo-language, and only a server on the own computer listens. */
export async function readLocale(): Promise<Locale> {
  if (!getConfig().isLocal) return DEFAULT_LOCALE;
  return (await cookies()).get(LOCALE_COOKIE)?.value === "en-XA" ? "en-XA" : DEFAULT_LOCALE;
}
