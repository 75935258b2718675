import type { ReactNode } from "react";
import { ConsoleShell } from "../(console)/_components/console-shell.tsx";
import { requirePersonHere } from "../_http/current-person.ts";

/** The frame of one's own pages; strangers sign in first. */
export default async function PersonalLayout({ children }: { children: ReactNode }) {
  return <ConsoleShell person={await requirePersonHere()}>{children}</ConsoleShell>;
}
