import type { Metadata } from "next";
import { readStatus } from "#lib/status/read-status.ts";
import type { Status } from "#lib/status/schema.ts";
import { Banner } from "../../_ui/banner.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { type Query, readQuery } from "../../_ui/query.ts";
import { SiteShell } from "../../_ui/site-shell.tsx";
import { TextLink } from "../../_ui/text-link.tsx";
import { EntryLink } from "../_components/entry-link.tsx";
import { ComponentRow } from "./_components/component-row.tsx";
import { OutageList } from "./_components/outage-list.tsx";
import { COMPONENT_NAMES, toMomentWords } from "./words.ts";

export const metadata: Metadata = {
  title: pageTitle("Status"),
  description:
    "Whether sign-in, Connect, the MCP address and what stands behind them work, now and over 90 days.",
  alternates: { types: { "application/rss+xml": "/status/feed.xml" } },
};

/** What the server's looks at itself came to; as old as 30 s. */
export default async function StatusPage({ searchParams }: { searchParams: Promise<Query> }) {
  const opened = readQuery(await searchParams, "days");
  const status = await readStatus();
  return (
    <SiteShell action={<EntryLink inside="Overview" />}>
      <div className="grid max-w-[56rem] grid-cols-[minmax(0,1fr)] gap-8">
        <header className="grid gap-3">
          <h1 className="text-headline font-semibold">Status</h1>
          <p className="max-w-[72ch] text-muted">
            Every minute this server looks at itself, at its own door. What lies between you and it, such as
            your network or a Trinity instance, it does not see.
          </p>
        </header>
        <Overall status={status} />
        <section aria-labelledby="components" className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <h2 id="components" className="text-xl font-semibold">
            Now and over 90 days
          </h2>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {status.components.map((one) => (
              <ComponentRow key={one.component} status={one} isOpen={one.component === opened} />
            ))}
          </ul>
        </section>
        <Outages status={status} />
      </div>
    </SiteShell>
  );
}

function Overall({ status: { components, checkedAt, isWhole } }: { status: Status }) {
  const down = components
    .filter(({ now }) => now === "down")
    .map(({ component }) => COMPONENT_NAMES[component]);
  const seen = checkedAt ? `Last looked at ${toMomentWords(checkedAt)}.` : "Nobody has looked yet.";
  if (down.length > 0) {
    return (
      <Banner tone="danger" title={`Does not work: ${down.join(", ")}`}>
        {seen} {!isWhole && "Days and outages cannot be read meanwhile."}
      </Banner>
    );
  }
  if (components.some(({ now }) => now === "unknown")) {
    return (
      <Banner tone="warn" title="Not everything was seen lately">
        {seen} Load the page again in a minute.
      </Banner>
    );
  }
  return (
    <Banner tone="ok" title="Everything works">
      {seen}
    </Banner>
  );
}

function Outages({ status: { outages, isWhole } }: { status: Status }) {
  return (
    <section aria-labelledby="outages" className="grid gap-4">
      <h2 id="outages" className="text-xl font-semibold">
        Outages
      </h2>
      {outages.length > 0 ? (
        <OutageList outages={outages} />
      ) : (
        <p>{isWhole ? "None was seen in the last 90 days." : "They cannot be read right now."}</p>
      )}
      <p className="max-w-[72ch] text-sm text-muted">
        An outage is two failed looks in a row or more. “Server” is a time in which nobody looked, because the
        server did not run. To be told, add <TextLink href="/status/feed.xml">the feed</TextLink> to a reader.
        Something is wrong and not here? <TextLink href="/support">Tell us</TextLink>.
      </p>
    </section>
  );
}
