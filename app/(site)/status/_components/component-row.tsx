import type { ComponentStatus } from "#lib/status/schema.ts";
import { StatusDot } from "../../../_ui/status-dot.tsx";
import { COMPONENT_NAMES, COMPONENT_TEXTS, REASON_WORDS, toShare } from "../words.ts";
import { DayBars } from "./day-bars.tsx";

const STATES = {
  up: { tone: "ok", word: "Works" },
  down: { tone: "danger", word: "Does not work" },
  unknown: { tone: "neutral", word: "Not seen lately" },
} as const;

/** One component: how it is now, and how it was. */
export function ComponentRow({ status, isOpen }: { status: ComponentStatus; isOpen: boolean }) {
  const { component, now, reason, ms, days, checks, failures } = status;
  const { tone, word } = STATES[now];
  const name = COMPONENT_NAMES[component];
  const share = toShare(checks, failures);
  return (
    <li id={component} className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h3 className="font-semibold">{name}</h3>
        <StatusDot tone={tone}>
          {word}
          {reason && `: ${REASON_WORDS[reason]}`}
          {now === "up" && ms !== null && component !== "jobs" && (
            <span className="text-muted tabular-nums"> · {ms} ms</span>
          )}
        </StatusDot>
      </div>
      <p className="text-sm text-muted">
        {COMPONENT_TEXTS[component]}{" "}
        {share !== null && (
          <span className="tabular-nums">
            {share} of {checks.toLocaleString("en-GB")} looks.
          </span>
        )}
      </p>
      <DayBars component={component} name={name} days={days} isOpen={isOpen} />
    </li>
  );
}
