import { beforeEach } from "vitest";
import { findAttempt } from "#lib/activity/find-attempt.ts";
import { flushEvents } from "#lib/activity/flush-events.ts";
import { listSightings } from "#lib/activity/list-sightings.ts";
import type { AttemptDetail, ReasonCode } from "#lib/activity/schema.ts";
import type { Stage } from "#lib/activity/terms.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import type { FakeClaude } from "../fake-claude.ts";

/** Each test sees its own attempts and sightings alone. After `useDatabase`. */
export function useRecorder(): void {
  beforeEach(async () => {
    await flushEvents();
    takeOnce("activity.admission");
    takeOnce("activity.grant-stages");
    await authSql().query("DELETE FROM auth.attempts");
    await authSql().query("DELETE FROM auth.attempt_events");
  });
}

export async function readAttempt({ number }: FakeClaude): Promise<AttemptDetail> {
  await flushEvents();
  const attempt = await findAttempt(number);
  if (attempt === null) throw new Error(`no attempt ${number}`);
  return attempt;
}

/** Where it stopped and why, as an operator reads it. */
export async function readVerdict(
  claude: FakeClaude,
): Promise<{ furthest: Stage; failed: Stage | null; state: string; reason: ReasonCode | null }> {
  const { furthest, failedStage, verdict } = await readAttempt(claude);
  return { furthest, failed: failedStage, state: verdict.state, reason: verdict.reason };
}

/** The same of what was seen without an attempt, the latest first. */
export async function readSighting(): Promise<{
  furthest: Stage;
  state: string;
  reason: ReasonCode | null;
} | null> {
  await flushEvents();
  const [latest] = await listSightings();
  return latest
    ? { furthest: latest.furthest, state: latest.verdict.state, reason: latest.verdict.reason }
    : null;
}

/** Lets the database believe that nothing has happened for that long. */
export async function passSeconds(seconds: number): Promise<void> {
  await flushEvents();
  const back = "make_interval(secs => $1)";
  await authSql().query(`UPDATE auth.attempts SET furthest_at = furthest_at - ${back}`, [seconds]);
  await authSql().query(`UPDATE auth.attempt_events SET at = at - ${back}`, [seconds]);
}
