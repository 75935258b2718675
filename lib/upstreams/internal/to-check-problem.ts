import "#server-only";
import type { CheckProblem, UpstreamProblem } from "../schema.ts";
import type { UpstreamFailure } from "./session-failure.ts";

const PROBLEMS = {
  unreachable: "unreachable",
  refused_key: "refused_key",
  failed: "failed",
  timeout: "timeout",
  protocol: "protocol",
  session_gone: "protocol",
  aborted: "timeout",
  busy: "failed",
} as const satisfies Record<UpstreamFailure["reason"], UpstreamProblem>;

/** What an admin is told of a failure; a refused address reads as an unreachable one. */
export function toCheckProblem({ reason, net }: UpstreamFailure): CheckProblem {
  if (net === "tls" || net === "redirected") return net;
  return PROBLEMS[reason];
}

const KEPT = {
  unreachable: "unreachable",
  not_public: "unreachable",
  tls: "unreachable",
  refused_key: "refused_key",
  failed: "failed",
  backend_failed: "failed",
  call_failed: "failed",
  timeout: "timeout",
  protocol: "protocol",
  redirected: "protocol",
  open_to_anyone: "protocol",
  no_tools: "protocol",
  too_many_tools: "protocol",
  system_key: null,
} as const satisfies Record<CheckProblem, UpstreamProblem | null>;

/** What is kept on the instance's row; null when it is the key's nature that was refused, not the instance's health. */
export function toUpstreamProblem(problem: CheckProblem): UpstreamProblem | null {
  return KEPT[problem];
}
