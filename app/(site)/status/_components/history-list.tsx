import type { Incident } from "#lib/operators/list-incidents.ts";
import type { Outage } from "#lib/status/schema.ts";
import { COMPONENT_NAMES, REASON_WORDS } from "../words.ts";
import { Duration } from "./duration.tsx";
import { IncidentArticle } from "./incident-article.tsx";

type HistoryListProps = { outages: readonly Outage[]; incidents: readonly Incident[] };

/** What was measured and what was told, in one order: the newest first. */
export function HistoryList({ outages, incidents }: HistoryListProps) {
  const entries = [
    ...outages.map((outage) => ({
      key: outage.id,
      at: outage.startedAt,
      told: <OutageArticle outage={outage} />,
    })),
    ...incidents.map((incident) => ({
      key: incident.id,
      at: incident.startedAt,
      told: <IncidentArticle incident={incident} />,
    })),
  ].toSorted((a, b) => b.at.getTime() - a.at.getTime());
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {entries.map(({ key, told }) => (
        <li key={key} className="border-s-4 border-control ps-4">
          {told}
        </li>
      ))}
    </ul>
  );
}

function OutageArticle({ outage }: { outage: Outage }) {
  return (
    <article id={`outage-${outage.id}`} className="grid gap-1">
      <h3 className="font-semibold">
        {COMPONENT_NAMES[outage.component]}: {REASON_WORDS[outage.reason]}
      </h3>
      <Duration of={outage} />
    </article>
  );
}
