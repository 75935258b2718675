import "#server-only";
import { type PeriodName, PERIODS } from "../../retention-periods.ts";

/** What of a table is over so long after that time of its rows. */
export type Aged = { table: string; column: string; period: PeriodName };

/**
 * The rows of sign-in, of tokens and of the server's own records that go by their age alone, so that the oldest one shows
 * whether their job keeps to the period. Organisations' rows are behind row-level security, which this does not open.
 */
export const AGED: readonly Aged[] = [
  { table: "login_sessions", column: "expires", period: "expiredSignIn" },
  { table: "login_codes", column: "expires", period: "expiredSignIn" },
  { table: "email_changes", column: "expires", period: "expiredSignIn" },
  { table: "spent_states", column: "expires", period: "expiredSignIn" },
  { table: "access_tokens", column: "expires_at", period: "expiredToken" },
  { table: "refresh_tokens", column: "expires_at", period: "expiredToken" },
  { table: "oauth_interactions", column: "expires_at", period: "expiredToken" },
  { table: "oauth_grants", column: "expires_at", period: "expiredToken" },
  { table: "authorization_codes", column: "expires_at", period: "usedCode" },
  { table: "spent_tokens", column: "spent_at", period: "usedCode" },
  { table: "replay_successors", column: "created_at", period: "successor" },
  { table: "revocations", column: "at", period: "revocation" },
  { table: "attempts", column: "last_at", period: "attempt" },
  { table: "attempt_events", column: "at", period: "attempt" },
  { table: "operator_events", column: "at", period: "operatorLog" },
  { table: "sandbox_probes", column: "at", period: "sandboxProbe" },
  { table: "status_outages", column: "ended_at", period: "status" },
];

/** Jobs take a turn every six hours at least; a server that was off catches up within its first minute. */
const SLACK_MS = 24 * 60 * 60 * 1_000;

/** The moment before which nothing of it may be left. */
export function toLimit({ period }: Aged, now: Date): Date {
  return new Date(now.getTime() - PERIODS[period] * 1_000 - SLACK_MS);
}
