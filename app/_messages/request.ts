import { getRequestConfig } from "next-intl/server";
import { cookies } from "next/headers";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { currentTimeZone } from "../_http/current-person.ts";
import { FORMATS } from "./formats.ts";
import { loadMessages } from "./load-messages.ts";
import { DEFAULT_LOCALE, type Locale, LOCALE_COOKIE } from "./locales.ts";

/** The language, the messages and the time zone of this request. */
export default getRequestConfig(async () => {
  const locale = await readLocale();
  return { locale, messages: loadMessages(locale), formats: FORMATS, timeZone: await currentTimeZone() };
});

/** A cookie asks for the pseudo-language, and only a server on the own computer listens to it. */
async function readLocale(): Promise<Locale> {
  if (!getConfig().isLocal) return DEFAULT_LOCALE;
  return (await cookies()).get(LOCALE_COOKIE)?.value === "en-XA" ? "en-XA" : DEFAULT_LOCALE;
}
