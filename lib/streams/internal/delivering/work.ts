import "#server-only";
import { once, takeOnce } from "#lib/platform/registry/once.ts";
import { AT_ONCE } from "./pace.ts";

export type Lane = { isSlow: boolean; atOnce: number; running: number };
export type Work = { lanes: Lane[]; tasks: Set<Promise<void>>; end: AbortController };

/** What this process delivers at the moment. */
export const findWork = () =>
  once<Work>("streams.work", () => ({
    lanes: [
      { isSlow: false, atOnce: AT_ONCE.well, running: 0 },
      { isSlow: true, atOnce: AT_ONCE.slow, running: 0 },
    ],
    tasks: new Set(),
    end: new AbortController(),
  }));

/** Waits until nothing is delivered any more. */
export async function settleWork(): Promise<void> {
  const { tasks } = findWork();
  while (tasks.size > 0) await Promise.all(tasks);
}

/** Begins no other turn and cuts what is under way, which is delivered again by who goes on. */
export async function endWork(): Promise<void> {
  findWork().end.abort();
  await settleWork();
}

/** Takes the end back. */
export function renewWork(): void {
  takeOnce("streams.work");
}
