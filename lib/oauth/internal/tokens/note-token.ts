import "#server-only";
import { noteOutcome } from "#lib/activity/note-outcome.ts";
import type { Outcome, ReasonCode } from "#lib/activity/schema.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import type { TokenOutcome } from "./request-context.ts";

/** Tells the connection recorder which stage a token request is, and by what its attempt can be found. */
export function noteTokenRequest(form: URLSearchParams): void {
  const code = form.get("code");
  const refresh = form.get("refresh_token");
  const isRefresh = form.get("grant_type") === "refresh_token";
  const presented = isRefresh ? refresh : code;
  noteOutcome({
    stage: isRefresh ? "S12" : "S8",
    clientId: form.get("client_id") ?? undefined,
    ...(presented ? { presented: { kind: isRefresh ? "refresh" : "code", hash: sha256Hex(presented) } } : {}),
  });
}

const MEANING: Record<TokenOutcome, { outcome: Outcome; reason?: ReasonCode }> = {
  rotated: { outcome: "passed" },
  replayed: { outcome: "passed" },
  unknown_token: { outcome: "failed", reason: "refresh_dead" },
  expired_token: { outcome: "failed", reason: "refresh_dead" },
  grant_ended: { outcome: "failed", reason: "grant_ended" },
  other_client: { outcome: "failed", reason: "client_mismatch" },
  successor_used: { outcome: "seen", reason: "refresh_raced" },
  too_often: { outcome: "failed", reason: "rate_limited" },
  token_reused: { outcome: "failed", reason: "refresh_reused" },
  code_retried: { outcome: "seen", reason: "code_reused" },
  code_reused: { outcome: "failed", reason: "code_reused" },
};

/** And what became of it, where that is more than the provider could say. */
export function noteTokenOutcome(request: { outcome?: TokenOutcome; claimed?: { grantId: string } }): void {
  const { outcome, claimed } = request;
  if (outcome !== undefined) noteOutcome(MEANING[outcome]);
  if (claimed !== undefined) noteOutcome({ grantId: claimed.grantId });
}
