import type { AttemptDetail, AttemptEvent } from "#lib/activity/schema.ts";
import { type Stage, STAGES } from "#lib/activity/terms.ts";
import type { Mark } from "../../../../_ui/timeline.tsx";

export type Step = {
  stage: Stage;
  mark: Mark;
  /** Of the stage that was waited for: how long nothing was seen. */
  waitedSeconds: number | null;
  events: AttemptEvent[];
};

/** The last stage that is part of connecting; what comes later is shown once it happened. */
const LAST_OF_CONNECTING = STAGES.indexOf("S10");

/** The stages in their order, each with what was seen of it; those after the furthest were not reached. */
export function toSteps({ events, furthest, failedStage, verdict, quietSeconds }: AttemptDetail): Step[] {
  const reached = STAGES.indexOf(furthest);
  return STAGES.flatMap((stage, index): Step[] => {
    const own = events.filter((event) => event.stage === stage);
    const isUnseen = own.length === 0 && stage !== failedStage;
    if (isUnseen && (index <= reached || index > LAST_OF_CONNECTING)) return [];
    const isNext = index === reached + 1 && verdict.state === "silent";
    return [
      {
        stage,
        mark: toMark(own, stage === failedStage),
        waitedSeconds: isNext ? quietSeconds : null,
        events: own,
      },
    ];
  });
}

function toMark(events: readonly AttemptEvent[], isFailed: boolean): Step["mark"] {
  if (isFailed) return "failed";
  if (events.some(({ outcome }) => outcome === "passed")) return "passed";
  if (events.some(({ outcome }) => outcome === "failed")) return "failed";
  return events.length > 0 ? "seen" : "notReached";
}

/** A span in the largest unit of which it has a whole one. */
export function toWait(seconds: number): {
  unit: "seconds" | "minutes" | "hours" | "days";
  count: number;
} {
  if (seconds < 60) return { unit: "seconds", count: Math.floor(seconds) };
  if (seconds < 3_600) return { unit: "minutes", count: Math.floor(seconds / 60) };
  if (seconds < 86_400) return { unit: "hours", count: Math.floor(seconds / 3_600) };
  return { unit: "days", count: Math.floor(seconds / 86_400) };
}
