import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Messages, Namespace } from "./load-messages.ts";

/**
 * Gives the client components inside it the messages of these namespaces, and those of `ui` always. An inner one
 * replaces an outer one.
 */
export async function ClientMessages({
  namespaces = [],
  children,
}: {
  namespaces?: readonly Namespace[];
  children: ReactNode;
}) {
  const all = await getMessages();
  const names: readonly Namespace[] = ["ui", ...namespaces];
  const messages = Object.fromEntries(names.map((name) => [name, all[name]])) as Partial<Messages>;
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
