import type { Metadata } from "next";
import type { Incident } from "#lib/operators/list-incidents.ts";
import { readIncidents } from "#lib/operators/read-incidents.ts";
import { readStatus } from "#lib/status/read-status.ts";
import type { Status } from "#lib/status/schema.ts";
import { Banner } from "../../_ui/banner.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { type Query, readQuery } from "../../_ui/query.ts";
import { SiteShell } from "../../_ui/site-shell.tsx";
import { TextLink } from "../../_ui/text-link.tsx";
import { EntryLink } from "../_components/entry-link.tsx";
import { writeList } from "../write-list.ts";
import { ComponentRow } from "./_components/component-row.tsx";
import { HistoryList } from "./_components/history-list.tsx";
import { IncidentArticle } from "./_components/incident-article.tsx";
import { COMPONENT_NAMES, toMomentWords } from "./words.ts";

export const metadata: Metadata = {
  title: pageTitle("Status"),
  description:
    "Whether sign-in, Connect, the MCP address and what stands behind them work, now and over 90 days.",
  alternates: { types: { "application/rss+xml": "/status/feed.xml" } },
};

/** What the operators tell, and what the server's looks at itself came to; as old as 30 s. */
export default async function StatusPage({ searchParams }: { searchParams: Promise<Query> }) {
  const opened = readQuery(await searchParams, "days");
  const [status, incidents] = await Promise.all([readStatus(), readIncidents()]);
  const open = incidents?.filter(({ endedAt }) => endedAt === null) ?? [];
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
        {open.length > 0 && <Open incidents={open} />}
        <Overall status={status} isToldOtherwise={open.length > 0} />
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
        <History status={status} incidents={incidents} />
      </div>
    </SiteShell>
  );
}

/** Incidents that go on, as the operators tell them. */
function Open({ incidents }: { incidents: readonly Incident[] }) {
  return (
    <section aria-labelledby="open" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="open" className="text-xl font-semibold">
        Going on now
      </h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {incidents.map((incident) => (
          <li key={incident.id} className="rounded-lg border bg-surface p-4">
            <IncidentArticle incident={incident} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type OverallProps = {
  status: Status;
  /** An operator says that something does not work, whatever the server sees. */
  isToldOtherwise: boolean;
};

function Overall({ status: { components, checkedAt, isWhole }, isToldOtherwise }: OverallProps) {
  const down = components
    .filter(({ now }) => now === "down")
    .map(({ component }) => COMPONENT_NAMES[component]);
  const seen = checkedAt ? `Last looked at ${toMomentWords(checkedAt)}.` : "Nobody has looked yet.";
  if (down.length > 0) {
    return (
      <Banner tone="danger" title={`Does not work: ${writeList(down)}`}>
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
    <Banner
      tone={isToldOtherwise ? "info" : "ok"}
      title={isToldOtherwise ? "The server’s own looks succeed" : "Everything works"}
    >
      {seen}
    </Banner>
  );
}

type HistoryProps = { status: Status; incidents: readonly Incident[] | null };

function History({ status: { outages, isWhole }, incidents }: HistoryProps) {
  const ended = incidents?.filter(({ endedAt }) => endedAt !== null) ?? [];
  const isOneOpen = incidents !== null && incidents.length > ended.length;
  const isRead = isWhole && incidents !== null;
  return (
    <section aria-labelledby="outages" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="outages" className="text-xl font-semibold">
        Outages and incidents
      </h2>
      {outages.length + ended.length > 0 && <HistoryList outages={outages} incidents={ended} />}
      {!isRead && <p>They cannot all be read right now.</p>}
      {isRead && outages.length + ended.length === 0 && (
        <p>There was {isOneOpen ? "no other" : "none"} in the last 90 days.</p>
      )}
      <p className="max-w-[72ch] text-sm text-muted">
        An outage is two failed looks in a row or more. “Server” is a time in which nobody looked, because the
        server did not run. An incident is what its operators told. To be told, add{" "}
        <TextLink href="/status/feed.xml">the feed</TextLink> to a reader. Something is wrong and not here?{" "}
        <TextLink href="/support">Tell us</TextLink>.
      </p>
    </section>
  );
}
