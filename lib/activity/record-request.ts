import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { type RequestDraft, runWithDraft } from "./internal/request-draft.ts";
import { readRequestFacts } from "./read-request-facts.ts";
import { recordEvent } from "./record-event.ts";
import type { ReasonCode } from "./schema.ts";

/**
 * Answers one request and records one event of it, if anything below said which stage it is. What the answer means was
 * noted on the way; only where nothing was, the status decides.
 */
export async function recordRequest(
  req: IncomingMessage,
  res: ServerResponse,
  run: () => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const from = readRequestFacts(req.method ?? "", req.headers, currentPeerAddress());
  const draft: RequestDraft = { from };
  try {
    await runWithDraft(draft, run);
  } finally {
    finish(draft, res.statusCode, Math.round(performance.now() - startedAt));
  }
}

function finish({ from, stage, outcome, reason, ...known }: RequestDraft, status: number, ms: number): void {
  if (stage === undefined) return;
  const isFailed = outcome === "failed" || (outcome === undefined && status >= 400) || status >= 500;
  recordEvent({
    ...known,
    stage,
    outcome: isFailed ? "failed" : (outcome ?? "passed"),
    reason: isFailed ? toReason(status, reason) : outcome === "seen" ? reason : undefined,
    status,
    ms,
    from,
  });
}

function toReason(status: number, reason: ReasonCode | undefined): ReasonCode {
  if (status === 429) return "rate_limited";
  // Somebody else's fault that we answer with "try again".
  if (reason === "document_unreachable" || reason === "rate_limited") return reason;
  if (status >= 500) return "server_fault";
  return reason ?? "request_incomplete";
}
