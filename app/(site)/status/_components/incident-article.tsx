import type { Incident } from "#lib/operators/list-incidents.ts";
import { Badge } from "../../../_ui/badge.tsx";
import { IMPACT_WORDS, INCIDENT_STATE_WORDS, PART_NAMES, toMomentWords } from "../words.ts";
import { Duration } from "./duration.tsx";

const TONES = { degraded: "warn", partial: "warn", major: "danger", maintenance: "info" } as const;

/** What the operators told of an incident, with all they said since, the newest first; times are those of UTC. */
export function IncidentArticle({ incident }: { incident: Incident }) {
  const { id, title, impact, components, endedAt, updates } = incident;
  return (
    <article id={`incident-${id}`} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="font-semibold break-words">
        <bdi>{title}</bdi>
      </h3>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={endedAt === null ? TONES[impact] : "neutral"}>{IMPACT_WORDS[impact]}</Badge>
        {components.map((component) => (
          <Badge key={component}>{PART_NAMES[component]}</Badge>
        ))}
      </p>
      <Duration of={incident} />
      <ol className="grid gap-3">
        {updates.map(({ id: updateId, at, state, text }) => (
          <li key={updateId} className="grid gap-1">
            <p className="text-sm text-muted">
              <strong className="font-semibold text-ink">{INCIDENT_STATE_WORDS[state]}</strong>{" "}
              <time dateTime={at.toISOString()}>{toMomentWords(at)}</time>
            </p>
            <p className="max-w-[72ch] break-words whitespace-pre-line">
              <bdi>{text}</bdi>
            </p>
          </li>
        ))}
      </ol>
    </article>
  );
}
