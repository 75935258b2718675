import { createTranslator, type NamespaceKeys, type NestedKeyOf } from "next-intl";
import { loadMessages, type Messages } from "./load-messages.ts";
import { readLocale } from "./read-locale.ts";

type Part = NamespaceKeys<Messages, NestedKeyOf<Messages>>;

/** What `useTranslations` and `getTranslations` of a namespace answer, to hand on. */
export type Translate<Namespace extends Part> = ReturnType<typeof createTranslator<Messages, Namespace>>;

/** The messages of a namespace for a route handler, which is no component. */
export async function translate<Namespace extends Part>(namespace: Namespace): Promise<Translate<Namespace>> {
  const locale = await readLocale();
  return createTranslator<Messages, Namespace>({ locale, messages: loadMessages(locale), namespace });
}
