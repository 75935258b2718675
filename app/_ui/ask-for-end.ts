"use client";

import { learnEnd } from "./ends-by-this-clock.ts";
import type { TimedEnd } from "./timed-end.ts";

const WAIT_MS = 15_000;

/** The end as it is now; `over` when it has passed; `failed` when nobody could say. */
export type EndAnswer = TimedEnd | "failed" | "over";

/** Asks the server until when something lasts, or with a form to let it last longer. */
export async function askForEnd(path: string, form?: Record<string, string>): Promise<EndAnswer> {
  try {
    const answer = await fetch(path, {
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
      headers: { accept: "application/json" },
      // Whoever is signed out by now would be led to signing in.
      redirect: "manual",
      signal: AbortSignal.timeout(WAIT_MS),
    });
    if (answer.status === 401 || answer.status === 404) return "over";
    if (!answer.ok) return "failed";
    const end = (await answer.json()) as TimedEnd;
    learnEnd(end);
    return end;
  } catch {
    return "failed";
  }
}
