import type { FORMATS } from "./formats.ts";
import type { Messages as AllMessages } from "./load-messages.ts";
import type { Locale as KnownLocale } from "./locales.ts";

declare module "next-intl" {
  interface AppConfig {
    Locale: KnownLocale;
    Messages: AllMessages;
    Formats: typeof FORMATS;
  }
}
