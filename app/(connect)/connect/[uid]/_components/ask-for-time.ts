"use client";

import type { RequestEnd } from "../describe-end.ts";

const WAIT_MS = 15_000;

/** Asks the server to let the request wait longer. Its new end; `over` when it waits no more; `failed` for all else. */
export async function askForTime(action: string, csrf: string): Promise<RequestEnd | "failed" | "over"> {
  try {
    const answer = await fetch(action, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ csrf }),
      // Whoever is signed out by now would be led to signing in.
      redirect: "manual",
      signal: AbortSignal.timeout(WAIT_MS),
    });
    if (answer.status === 404) return "over";
    return answer.ok ? ((await answer.json()) as RequestEnd) : "failed";
  } catch {
    return "failed";
  }
}
