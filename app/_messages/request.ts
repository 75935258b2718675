import { getRequestConfig } from "next-intl/server";
import { currentTimeZone } from "../_http/current-person.ts";
import { FORMATS } from "./formats.ts";
import { loadMessages } from "./load-messages.ts";
import { readLocale } from "./read-locale.ts";

/** The language, the messages and the time zone of this request. */
export default getRequestConfig(async () => {
  const locale = await readLocale();
  return { locale, messages: loadMessages(locale), formats: FORMATS, timeZone: await currentTimeZone() };
});
