import "#server-only";
import { type PeriodName, PERIODS } from "../../retention-periods.ts";

/** What of a table is over so long after that time of its rows. */
export type Aged = { model: string; column: string; period: PeriodName };

/**
 * The rows of sign-in, of tokens and of the server's own records that go by their age alone, so that the oldest one shows
 * whether their job keeps to the period. Organisations' rows are behind row-level security, which this does not open.
 */
export const AGED: readonly Aged[] = [
  { model: "LoginSession", column: "expires", period: "expiredSignIn" },
  { model: "LoginCode", column: "expires", period: "expiredSignIn" },
  { model: "EmailChange", column: "expires", period: "expiredSignIn" },
  { model: "SpentState", column: "expires", period: "expiredSignIn" },
  { model: "AccessToken", column: "expires_at", period: "expiredToken" },
  { model: "RefreshToken", column: "expires_at", period: "expiredToken" },
  { model: "OauthInteraction", column: "expires_at", period: "expiredToken" },
  { model: "OauthGrant", column: "expires_at", period: "expiredToken" },
  { model: "AuthorizationCode", column: "expires_at", period: "usedCode" },
  { model: "SpentToken", column: "spent_at", period: "usedCode" },
  { model: "ReplaySuccessor", column: "created_at", period: "successor" },
  { model: "Revocation", column: "at", period: "revocation" },
  { model: "Attempt", column: "last_at", period: "attempt" },
  { model: "AttemptEvent", column: "at", period: "attempt" },
  { model: "OperatorEvent", column: "at", period: "operatorLog" },
  { model: "StatusOutage", column: "ended_at", period: "status" },
];

/** Jobs take a turn every six hours at least. */
const SLACK_MS = 24 * 60 * 60 * 1_000;

/** The moment before which nothing of it may be left. */
export function toLimit({ period }: Aged, now: Date): Date {
  return new Date(now.getTime() - PERIODS[period] * 1_000 - SLACK_MS);
}
