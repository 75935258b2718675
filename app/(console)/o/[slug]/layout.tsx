import type { ReactNode } from "react";
import { currentPerson } from "../../../_http/current-person.ts";
import { ConsoleShell } from "../../_components/console-shell.tsx";
import { loadMember } from "../../load-member.ts";

type Props = { params: Promise<{ slug: string }>; children: ReactNode };

/** Somebody not signed in gets the page bare: it knows the address to come back to and sends them to sign in. */
export default async function OrganisationLayout({ params, children }: Props) {
  const person = await currentPerson();
  if (!person) return children;
  const { slug } = await params;
  const member = await loadMember(slug, `/o/${slug}`);
  return (
    <ConsoleShell person={person} member={member}>
      {children}
    </ConsoleShell>
  );
}
