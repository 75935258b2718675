import type { Metadata } from "next";
import { parseNextPath } from "#lib/identity/schema.ts";
import { listMemberships } from "#lib/tenants/list-memberships.ts";
import { toLanding } from "../(auth)/to-landing.ts";
import { requirePerson } from "../_http/current-person.ts";
import { FocusedShell } from "../_ui/focused-shell.tsx";
import { pageTitle } from "../_ui/page-title.ts";
import { SignedInAs } from "../_ui/signed-in-as.tsx";
import { TextLink } from "../_ui/text-link.tsx";
import { OrganisationForm } from "./_components/organisation-form.tsx";

export const metadata: Metadata = { title: pageTitle("Create an organisation") };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

/** Where somebody without an organisation makes one, and comes back to what they were doing. */
export default async function WelcomePage({ searchParams }: Props) {
  const next = parseNextPath((await searchParams).next);
  const person = await requirePerson(next === "/" ? "/welcome" : `/welcome?next=${encodeURIComponent(next)}`);
  const memberships = await listMemberships(person);
  return (
    <FocusedShell>
      <div className="grid gap-6 py-6">
        <div className="grid gap-2">
          <h1 className="text-xl font-semibold">Create an organisation</h1>
          <p className="text-muted">
            {memberships.length === 0
              ? "You belong to none yet. Make one for your team, or use the account your organisation knows you by."
              : "It has its own members, Trinity instances and connections, apart from the ones you are in."}
          </p>
          <SignedInAs email={person.email} next={toLanding(next)} />
        </div>
        <OrganisationForm next={next} />
        {memberships.length > 0 && (
          <p>
            <TextLink href="/o">Back to your organisation</TextLink>
          </p>
        )}
      </div>
    </FocusedShell>
  );
}
