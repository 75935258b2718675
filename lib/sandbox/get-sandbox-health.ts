import "#server-only";
import { countProbes, findProbes, type ProbeRow } from "./internal/probes/store.ts";

export type Probe = ProbeRow;
export type SandboxHealth = {
  /** The newest look; null before the first. */
  last: Probe | null;
  /** The newest failures, at most twenty. */
  failures: Probe[];
  /** Of each day (UTC) of the last ninety that had any: how many looks there were, and how many failed. */
  days: { day: Date; probes: number; failed: number }[];
};

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS = 90;
const FAILURES = 20;

/** How the hourly looks at the sandbox went: for the operators' pages and the status page. Reads nothing of anybody's. */
export async function getSandboxHealth(now: Date = new Date()): Promise<SandboxHealth> {
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const [last = null] = await findProbes({ limit: 1 });
  const failures = await findProbes({ isFailed: true, limit: FAILURES });
  return { last, failures, days: await countProbes(since) };
}
