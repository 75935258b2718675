import type { Outage } from "#lib/status/schema.ts";
import { COMPONENT_NAMES, REASON_WORDS, toLength, toMomentWords } from "../words.ts";

/** What was measured, newest first; times are those of UTC. */
export function OutageList({ outages }: { outages: readonly Outage[] }) {
  return (
    <ul className="grid gap-4">
      {outages.map(({ id, component, reason, startedAt, endedAt }) => (
        <li key={id} id={`outage-${id}`} className="grid gap-1 border-s-4 border-control ps-4">
          <h3 className="font-semibold">
            {COMPONENT_NAMES[component]}: {REASON_WORDS[reason]}
          </h3>
          <p className="text-sm">
            <time dateTime={startedAt.toISOString()}>{toMomentWords(startedAt)}</time>
            {endedAt ? (
              <>
                , for {toLength(endedAt.getTime() - startedAt.getTime())}, until{" "}
                <time dateTime={endedAt.toISOString()}>{toMomentWords(endedAt)}</time>
              </>
            ) : (
              <strong className="font-semibold"> and still</strong>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
