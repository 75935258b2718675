import type { CallOutcome } from "#lib/activity/schema.ts";
import type { Mark } from "../../../../_ui/timeline.tsx";

/** What a call passes through, in its order. */
export const STAGES = ["arrived", "policy", "key", "sent", "answered"] as const;
export type CallStage = (typeof STAGES)[number];

type Ended = { outcome: CallOutcome; layer: string | null; reason: string | null };

/** Failures of an instance that are about another stage than its answer. */
const PLACES: Record<string, CallStage> = {
  no_key: "key",
  refused_key: "key",
  unreachable: "sent",
  busy: "sent",
};

/** How long a stage took, in milliseconds, by what is kept of a call: its whole, its decision and its instance. */
type Times = { ms: number | null; decidedMs: number | null; upstreamMs: number | null };

/** Only of stages it is known of; what is neither the decision's nor the instance's time went into the key and the way. */
export function toStageTimes({ ms, decidedMs, upstreamMs }: Times): Partial<Record<CallStage, number>> {
  if (ms === null || decidedMs === null) return {};
  if (upstreamMs === null) return { policy: decidedMs };
  return { policy: decidedMs, key: ms - decidedMs - upstreamMs, sent: upstreamMs };
}

/** The stage at which it ended, and how that stage did; those before passed, those after were not reached. */
function findEnd({ outcome, layer, reason }: Ended): { stage: CallStage; mark: Mark } {
  switch (outcome) {
    case "denied":
      return { stage: layer === "instance" ? "answered" : "policy", mark: "failed" };
    case "limited":
      return { stage: "policy", mark: "failed" };
    case "upstream_failed":
      return { stage: PLACES[reason ?? ""] ?? "answered", mark: "failed" };
    case "tool_error":
      return { stage: "answered", mark: "failed" };
    case "started":
      return { stage: "answered", mark: "waiting" };
    case "cancelled":
    case "cut":
      return { stage: "answered", mark: "notReached" };
    case "ok":
    case "asked":
      return { stage: "answered", mark: "passed" };
  }
}

/** How each stage of a call did, and at which of them it ended. */
export function toStages(call: Ended): { end: CallStage; stages: { stage: CallStage; mark: Mark }[] } {
  const { stage: end, mark } = findEnd(call);
  const last = STAGES.indexOf(end);
  const stages = STAGES.map((stage, place) => {
    if (place === last) return { stage, mark };
    return { stage, mark: place < last ? ("passed" as const) : ("notReached" as const) };
  });
  return { end, stages };
}
