import { z } from "zod";
import type { Stage } from "./terms.ts";

/** `seen`: it happened, and says neither that the stage passed nor that it failed. */
export const OUTCOMES = ["passed", "failed", "seen"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Which program sent a request, by its User-Agent; nothing else of that header is kept but a short product token. */
export const AGENTS = [
  "python-httpx",
  "claude-user",
  "claude-code",
  "bun",
  "codex",
  "chatgpt",
  "cursor",
  "node",
  "browser",
  "other",
  "none",
] as const;
export type Agent = (typeof AGENTS)[number];

/** What else may be kept of a request: closed words, no text of the caller's. */
export const FACTS = [
  "anthropic",
  "bearer",
  "accept-any",
  "accept-json",
  "accept-stream",
  "accept-both",
  "accept-html",
  "accept-none",
  "protocol-2024-11-05",
  "protocol-2025-03-26",
  "protocol-2025-06-18",
  "protocol-2025-11-25",
  "protocol-2026-07-28",
  "protocol-other",
  "method-get",
  "method-head",
  "method-delete",
  "method-other",
  "initialize",
  "server/discover",
  "tools/list",
  "tools/call",
  "root-alias",
  "preflight",
  "registered",
  "prompt-consent",
  "offline-access",
] as const;
export type Fact = (typeof FACTS)[number];

/** Why a stage failed, or what its silence may mean. The words are in describe-reason.ts. */
export const REASONS = [
  "host_refused",
  "metadata_path_unknown",
  "server_metadata_path_unknown",
  "rate_limited",
  "document_unreachable",
  "document_refused",
  "registration_auth_method",
  "registration_redirect",
  "registration_name",
  "registration_refused",
  "client_unknown",
  "app_blocked",
  "redirect_mismatch",
  "scope_refused",
  "resource_unknown",
  "pkce_missing",
  "consent_required",
  "request_incomplete",
  "not_a_member",
  "denied",
  "app_not_allowed",
  "request_expired",
  "code_expired",
  "code_reused",
  "verifier_mismatch",
  "token_redirect_mismatch",
  "client_mismatch",
  "secret_sent",
  "proof_refused",
  "client_gone",
  "grant_ended",
  "grant_type_unsupported",
  "token_refused",
  "token_expired",
  "token_address_mismatch",
  "origin_refused",
  "method_not_offered",
  "header_mismatch",
  "protocol_unsupported",
  "message_refused",
  "tools_failed",
  "call_failed",
  "refresh_reused",
  "refresh_dead",
  "refresh_raced",
  "server_fault",
  "challenge_unanswered",
  "metadata_unanswered",
  "registration_unseen",
  "authorize_unseen",
  "sign_in_unfinished",
  "consent_not_left",
  "code_not_redeemed",
  "token_not_used",
  "tools_not_listed",
] as const;
export type ReasonCode = (typeof REASONS)[number];

export type Verdict = {
  state: "going" | "connected" | "failed" | "silent";
  reason: ReasonCode | null;
  /** One sentence: what happened. */
  sentence: string;
  /** One sentence: what to do; empty when there is nothing to do. */
  next: string;
};

export type AttemptSummary = {
  id: string;
  number: string;
  startedAt: Date;
  furthest: Stage;
  failedStage: Stage | null;
  /** From its start until the furthest stage was seen, and how long it is quiet since. */
  tookSeconds: number;
  quietSeconds: number;
  clientId: string | null;
  clientName: string | null;
  redirectHost: string | null;
  resource: string | null;
  personId: string | null;
  tenantId: string | null;
  grantId: string | null;
  /** What the app showed its person, as somebody noted it. */
  reference: string | null;
  verdict: Verdict;
};

export type AttemptEvent = {
  at: Date;
  link: "exact" | "probable";
  stage: Stage;
  outcome: Outcome;
  reason: ReasonCode | null;
  agent: Agent;
  product: string | null;
  network: string;
  status: number | null;
  ms: number | null;
  facts: Fact[];
};

export type AttemptDetail = AttemptSummary & {
  events: AttemptEvent[];
  /** What was noticed beside the verdict, a sentence each. */
  notes: string[];
};

/** Why attempts stand where they do, to group them by: a reason, or that they connected or are under way. */
export const CAUSES = ["connected", "going", ...REASONS] as const;
export type AttemptCause = (typeof CAUSES)[number];

/** What Claude shows under a failure, for its maker's support: "ofid_" and letters and digits. */
const ReferenceSchema = z
  .string()
  .trim()
  .regex(/^ofid_[A-Za-z0-9_-]{4,96}$/, {
    error: "A reference begins with ofid_ and has letters and digits after it.",
  });

/** The reference to keep with an attempt; null takes it away. */
export const NoteReferenceInput = z.strictObject({
  number: z.string().max(20),
  reference: ReferenceSchema.nullable(),
});

/** What of an app is meant for an instance, and so is recorded. */
export const CALL_METHODS = ["tools/call", "prompts/get", "resources/read", "completion/complete"] as const;
export type CallMethod = (typeof CALL_METHODS)[number];

/**
 * How a recorded call ended. `started`: it was to be known before it was made, and has not ended (or its process was
 * cut). `cut`: that, hours later. `asked`: the app was asked for more and calls again.
 */
export const CALL_OUTCOMES = [
  "started",
  "ok",
  "tool_error",
  "denied",
  "upstream_failed",
  "cancelled",
  "limited",
  "asked",
  "cut",
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** Which layer said no to a `denied` call; `instance` is the Trinity's own word. */
export const CALL_LAYERS = [
  "paused",
  "unknown",
  "catalogue",
  "state",
  "role",
  "policy",
  "app",
  "grant",
  "arguments",
  "record",
  "instance",
] as const;
export type CallLayer = (typeof CALL_LAYERS)[number];

/** Why a call did not come to its end; the instance's failures have the words of `upstreams/open-session`. */
export const CALL_REASONS = [
  "unreachable",
  "refused_key",
  "failed",
  "timeout",
  "protocol",
  "session_gone",
  "busy",
  "no_key",
  "too_large",
  "bad_arguments",
  "client",
  "revoked",
  "paused",
  "fault",
] as const;
export type CallReason = (typeof CALL_REASONS)[number];

/** What a call came to, as pages say and filter it; `tenant.call_result` has the same rule. */
export const CALL_RESULTS = ["done", "denied", "failed", "timed_out", "cancelled", "running"] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/** The result of a recorded call. */
export function toCallResult({
  outcome,
  reason,
}: {
  outcome: CallOutcome;
  reason: string | null;
}): CallResult {
  switch (outcome) {
    case "ok":
    case "asked":
      return "done";
    case "denied":
    case "limited":
      return "denied";
    case "cancelled":
      return "cancelled";
    case "started":
      return "running";
    case "upstream_failed":
      return reason === "timeout" ? "timed_out" : "failed";
    case "tool_error":
    case "cut":
      return "failed";
  }
}

/** For how long an organisation may have calls kept, in days. */
export const CALL_DAYS = { min: 1, max: 3_650 } as const;
const KEEP_DAYS = `Enter a whole number of days from ${CALL_DAYS.min} to ${CALL_DAYS.max}.`;
export const CallRecordingSchema = z.object({
  recordArguments: z.boolean(),
  keepDays: z
    .number({ error: KEEP_DAYS })
    .int({ error: KEEP_DAYS })
    .min(CALL_DAYS.min, { error: KEEP_DAYS })
    .max(CALL_DAYS.max, { error: KEEP_DAYS }),
});
export const CallRecordingInput = z.strictObject({
  ...CallRecordingSchema.shape,
  /** What a form was made from, so that of two people one does not undo the other. */
  seenRecordArguments: z.boolean().optional(),
  seenKeepDays: z.int().optional(),
  /** What was set by the change that is taken back. */
  seen: CallRecordingSchema.optional(),
});
