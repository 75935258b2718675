import "#server-only";
import { toReason, toStage } from "./internal/reading/to-attempt.ts";
import { listSightingGroups } from "./internal/sightings/store.ts";
import { judgeAttempt } from "./policy.ts";
import type { Verdict } from "./schema.ts";
import type { Stage } from "./terms.ts";

export type Sighting = {
  agent: string;
  network: string;
  furthest: Stage;
  requests: number;
  lastAt: Date;
  verdict: Verdict;
};

/** What has knocked in the last quarter of an hour without an attempt beginning, by program and network. */
export async function listSightings(): Promise<Sighting[]> {
  return (await listSightingGroups()).map(({ agent, network, requests, lastAt, ...group }) => {
    const furthest = toStage(group.furthest);
    const reason = toReason(group.reason);
    const verdict = judgeAttempt({ furthest, failedStage: null, reason, quietSeconds: group.quietSeconds });
    return { agent, network, furthest, requests, lastAt, verdict };
  });
}
