import type { ReactNode } from "react";
import { ConsoleShell } from "../(console)/_components/console-shell.tsx";
import { currentPerson } from "../_http/current-person.ts";

/** As the organisation's layout: somebody not signed in gets the page bare, which sends them to sign in. */
export default async function PersonalLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  return person ? <ConsoleShell person={person}>{children}</ConsoleShell> : children;
}
