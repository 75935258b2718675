import "#server-only";
import { type NetReason, netReasonOf } from "#lib/platform/net/net-error.ts";

/**
 * Why an instance gave no JSON-RPC answer. Closed, and chosen by us: nothing of what the instance said is in it. `busy`
 * is ours: too many calls to this instance are running or waiting.
 */
export type UpstreamFailureReason =
  | "unreachable"
  | "refused_key"
  | "failed"
  | "timeout"
  | "protocol"
  | "session_gone"
  | "busy"
  | "aborted";

/**
 * `net` is the socket's reason where there is one, `status` the HTTP status and `code` the JSON-RPC error code where the
 * instance answered one. `isUnsent` when the request itself was never sent. `isOtherEra` when the answer says that the instance does not speak this
 * revision. `since` when the instance has not been called because it has been failing since then.
 */
export type UpstreamFailure = {
  ok: false;
  reason: UpstreamFailureReason;
  net?: NetReason;
  status?: number;
  code?: number;
  isUnsent?: true;
  isOtherEra?: true;
  since?: Date;
};

const BY_NET_REASON = {
  bad_url: "unreachable",
  bad_request: "protocol",
  refused_address: "unreachable",
  unresolvable: "unreachable",
  unreachable: "unreachable",
  tls: "unreachable",
  redirected: "protocol",
  too_large: "protocol",
  bad_body: "protocol",
  timeout: "timeout",
  aborted: "aborted",
} as const satisfies Record<NetReason, UpstreamFailureReason>;

/** The failure a guarded fetch (or reading its body) ended with. An error that is none of its kind is thrown on. */
export function toNetFailure(error: unknown): UpstreamFailure {
  const net = netReasonOf(error);
  if (net === undefined) throw error;
  return { ok: false, reason: BY_NET_REASON[net], net };
}

/** The failure an HTTP status stands for (MCP 2025-11-25, Streamable HTTP: 404 ends the session). */
export function toStatusFailure(status: number, hasSession: boolean): UpstreamFailure {
  if (status === 401 || status === 403) return { ok: false, reason: "refused_key", status };
  if (status === 404 && hasSession) return { ok: false, reason: "session_gone", status };
  return { ok: false, reason: status >= 500 || status === 429 ? "failed" : "protocol", status };
}

const OTHER_ERA = new Set([400, 404, 405, 406, 415, 422]);

/**
 * A failed attempt to open a session, marked when it says that the instance does not speak this revision: 401, 403, 5xx
 * and time-outs say nothing of the kind (MCP 2026-07-28, versioning).
 */
export function markEra(failure: UpstreamFailure): UpstreamFailure {
  return failure.status !== undefined && OTHER_ERA.has(failure.status)
    ? { ...failure, isOtherEra: true }
    : failure;
}
