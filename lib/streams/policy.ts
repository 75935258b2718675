import "#server-only";
import type { NetReason } from "#lib/platform/net/net-error.ts";
import type { StreamFailure, StreamState } from "./schema.ts";

/** Of one delivery, whichever comes first; one larger row goes alone. */
export const DELIVERY_ROWS_MAX = 500;
export const DELIVERY_BYTES_MAX = 512 * 1024;
export const DELIVERY_SECONDS = 10;
/** How long a failing stream waits at most before it is tried again. */
export const RETRY_MINUTES_MAX = 15;
/** After how long a failing stream is told of, and after how long it stops. */
export const FAILING_HOURS = 24;
export const STOP_DAYS = 7;
/** How long a replaced secret goes on signing. */
export const OVERLAP_HOURS = 24;
/** How far rows that wait are counted. */
export const BEHIND_MAX = 10_000;
export const TESTS = { points: 20, durationSeconds: 10 * 60 };

const FAILURES: Record<NetReason, StreamFailure> = {
  bad_url: "not_public",
  bad_request: "not_public",
  refused_address: "not_public",
  unresolvable: "not_public",
  unreachable: "unreachable",
  tls: "tls",
  redirected: "redirected",
  too_large: "unreadable",
  bad_body: "unreadable",
  timeout: "timeout",
  aborted: "unreachable",
};

export function ofReason(reason: NetReason): StreamFailure {
  return FAILURES[reason];
}

/** What a status means to a sender; null: the delivery was taken. */
export function ofStatus(status: number): StreamFailure | null {
  if (status >= 200 && status < 300) return null;
  if (status === 401 || status === 403) return "denied";
  if (status === 429 || status === 503) return "busy";
  return status >= 500 ? "broken" : "refused";
}

type Row = { state: string; failingSince: Date | null; deliveredAt: Date | null };

export function toState({ state, failingSince, deliveredAt }: Row): StreamState {
  if (state === "paused" || state === "stopped") return state;
  if (failingSince !== null) return "failing";
  return deliveredAt === null ? "waiting" : "delivering";
}
