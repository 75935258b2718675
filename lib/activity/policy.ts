import "#server-only";
import { describeReason } from "./describe-reason.ts";
import type { AttemptCause, AttemptEvent, ReasonCode, Verdict } from "./schema.ts";
import { type Stage, STAGES } from "./terms.ts";

/** After how many quiet seconds a stage's silence means something, and what. */
const SILENCE: Partial<Record<Stage, { seconds: number; reason: ReasonCode }>> = {
  S1: { seconds: 10, reason: "challenge_unanswered" },
  S2: { seconds: 10, reason: "metadata_unanswered" },
  S3: { seconds: 10, reason: "registration_unseen" },
  S4: { seconds: 30, reason: "authorize_unseen" },
  S5: { seconds: 120, reason: "sign_in_unfinished" },
  S6: { seconds: 15, reason: "consent_not_left" },
  S7: { seconds: 15, reason: "code_not_redeemed" },
  S8: { seconds: 30, reason: "token_not_used" },
  S9: { seconds: 10, reason: "tools_not_listed" },
};
/** The same for `tenant.attempt_cause`, by the stage's number. */
export const SILENCES_JSON = JSON.stringify(
  Object.fromEntries(
    Object.entries(SILENCE).map(([stage, silence]) => [STAGES.indexOf(stage as Stage), silence]),
  ),
);

const CONNECTED: Partial<Record<Stage, { sentence: string; next: string }>> = {
  S10: {
    sentence: "Connected: the app has the tools.",
    next: "If they do not show, switch the connector on in the chat's menu.",
  },
  S11: { sentence: "Connected, and a tool was used.", next: "" },
  S12: { sentence: "Connected, and the connection was renewed.", next: "" },
};
const SLOW_MS = 2_500;
const SLOW_FIRST_MS = 10_000;

type Facts = { furthest: Stage; failedStage: Stage | null; reason: ReasonCode | null; quietSeconds: number };

/**
 * What an attempt has come to. A failure that nothing followed decides; then silence, which only ever says what was not
 * seen here, never that it was not sent.
 */
export function judgeAttempt({ furthest, failedStage, reason, quietSeconds }: Facts): Verdict {
  // The connection stands; that a tool did not do its work is another matter.
  if (failedStage === "S11") return { state: "connected", reason, ...wordsOf(reason ?? "call_failed") };
  if (reason !== null) return { state: "failed", reason, ...wordsOf(reason) };
  const connected = CONNECTED[furthest];
  if (connected) return { state: "connected", reason: null, ...connected };
  const silence = SILENCE[furthest];
  if (silence && quietSeconds > silence.seconds) {
    return { state: "silent", reason: silence.reason, ...wordsOf(silence.reason) };
  }
  return { state: "going", reason: null, sentence: "Under way.", next: "" };
}

/** What to group an attempt by; `tenant.attempt_cause` has the same rule. */
export function toCause({ state, reason }: Verdict): AttemptCause {
  return state === "connected" || state === "going" ? state : (reason ?? "request_incomplete");
}

function wordsOf(reason: ReasonCode): { sentence: string; next: string } {
  const { sentence, next } = describeReason(reason);
  return { sentence, next };
}

/** What else a timeline shows. */
export function noticeOddities(events: readonly AttemptEvent[]): string[] {
  const registrations = events.filter(
    ({ stage, outcome, facts }) => stage === "S4" && outcome === "passed" && facts.includes("registered"),
  ).length;
  const early = events.filter(({ ms, stage }) => (ms ?? 0) > (stage === "S9" ? SLOW_FIRST_MS : SLOW_MS));
  return [
    ...(registrations > 1 ? ["The app registered twice; it does so by itself, and it does no harm."] : []),
    ...(early.some(({ stage }) => stage !== "S11")
      ? ["An answer of ours took long; apps give up after ten seconds (F55, F62)."]
      : []),
    ...(events.some(({ facts }) => facts.includes("root-alias"))
      ? ["The app used our addresses at the root, so it did not use our metadata (F26)."]
      : []),
    ...(events.some(({ outcome, reason }) => outcome === "failed" && reason === "rate_limited")
      ? ["A request was refused because there were too many from its network."]
      : []),
  ];
}

/** How long an attempt is kept, and a request that belongs to none. */
export const ATTEMPT_DAYS = 30;
/**
 * How long nothing was added to an attempt before who follows them gets it: longer than the longest transaction that
 * adds to one (six statements of 15 s, each waited for as long), and than any silence waits for its meaning.
 */
export const ATTEMPT_QUIET_SECONDS = 300;
export const SIGHTING_MINUTES = 15;

/** What of calls is kept where an organisation chose nothing. */
export const RECORDING_DEFAULTS = { recordArguments: false, keepDays: 90 };
