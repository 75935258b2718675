import type { AttemptDetail, AttemptEvent } from "#lib/activity/schema.ts";

/** An attempt for somebody's support: number, app, stages, times and closed words; nobody's name and no network. */
export function toReport(attempt: AttemptDetail): string {
  const { number, startedAt, clientId, furthest, failedStage, verdict, reference, events } = attempt;
  const facts = [
    ["attempt", number],
    ["began", startedAt.toISOString()],
    ["client", clientId],
    ["state", verdict.state],
    ["furthest", furthest],
    ["failed", failedStage],
    ["reason", verdict.reason],
    ["reference", reference],
  ];
  const head = facts.flatMap(([name, value]) => (value === null ? [] : `${name} ${value}`)).join("; ");
  return [head, ...events.map(toLine)].join("\n");
}

function toLine({ at, stage, outcome, reason, link, agent, product, status, ms }: AttemptEvent): string {
  const parts = [at.toISOString(), stage, outcome, reason, link === "probable" ? link : null, agent, product];
  return [...parts, status, ms === null ? null : `${ms}ms`].filter((part) => part !== null).join(" ");
}
