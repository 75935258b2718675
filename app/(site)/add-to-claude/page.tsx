import type { Metadata } from "next";
import { unstable_rethrow } from "next/navigation";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { listMemberships, type MembershipSummary } from "#lib/tenants/list-memberships.ts";
import { currentPerson } from "../../_http/current-person.ts";
import { pageTitle } from "../../_ui/page-title.ts";
import type { Query } from "../../_ui/query.ts";
import { SiteShell } from "../../_ui/site-shell.tsx";
import { TabLinks } from "../../_ui/tab-links.tsx";
import { EntryLink } from "../_components/entry-link.tsx";
import { AddressChoice } from "./_components/address-choice.tsx";
import { AudienceSwitch } from "./_components/audience-switch.tsx";
import { BeforeSteps } from "./_components/before-steps.tsx";
import { GuideView } from "./_components/guide-view.tsx";
import { HOST_NAMES, HOSTS, readChoice, toGuideHref } from "./choices.ts";
import { makeGuide } from "./guides/make-guide.ts";

export const metadata: Metadata = {
  title: pageTitle("Add your Trinity to Claude"),
  description:
    "Step by step for Claude, Claude Team and Enterprise, Claude Code, Cursor, VS Code, ChatGPT and other apps.",
};

/** How to connect an app, for whoever runs Trinity and for whoever uses it. Every choice is an address. */
export default async function AddToClaudePage({ searchParams }: { searchParams: Promise<Query> }) {
  const asked = readChoice(await searchParams);
  const memberships = await loadMemberships();
  const own = memberships?.find(({ slug }) => slug === asked.slug);
  const choice = { ...asked, slug: own?.slug };
  const { publicUrl, isLocal } = getConfig();
  const shared = `${publicUrl}/api/mcp`;
  const guide = makeGuide(choice.host, { address: own ? `${shared}/${own.address}` : shared, isLocal });
  return (
    <SiteShell action={<EntryLink inside="Overview" />}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <header className="grid max-w-[72ch] gap-3">
          <h1 className="text-headline font-semibold text-balance">Add your Trinity to Claude</h1>
          <p className="text-muted">
            It takes one address. You sign in, see what the app will be able to do, and allow as much of it as
            you want.
          </p>
        </header>
        <AudienceSwitch choice={choice} />
        <BeforeSteps audience={choice.audience} />
        <section aria-labelledby="steps" className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <h2 id="steps" className="text-xl font-semibold">
            Add it to your app
          </h2>
          <AddressChoice choice={choice} memberships={memberships} />
          <TabLinks
            label="App"
            tabs={HOSTS.map((host) => ({
              href: toGuideHref({ ...choice, host }, "#steps"),
              label: HOST_NAMES[host],
              isCurrent: host === choice.host,
            }))}
          />
          <GuideView guide={guide} title={HOST_NAMES[choice.host]} />
        </section>
      </div>
    </SiteShell>
  );
}

/** The running organisations of whoever reads; the page stays readable while the database is away. */
async function loadMemberships(): Promise<MembershipSummary[] | null> {
  try {
    const person = await currentPerson();
    if (!person) return null;
    return (await listMemberships(person)).filter(({ state }) => state === "active");
  } catch (error) {
    unstable_rethrow(error);
    return null;
  }
}
