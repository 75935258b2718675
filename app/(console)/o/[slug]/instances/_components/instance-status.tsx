import type { UpstreamProblem, UpstreamStatus } from "#lib/upstreams/schema.ts";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";

const PROBLEMS: Record<UpstreamProblem, string> = {
  unreachable: "Not reachable",
  refused_key: "Key refused",
  failed: "Fails",
  timeout: "Does not answer in time",
  protocol: "Does not speak MCP as expected",
};

/** A problem outweighs the state: it is what to look at. */
export function InstanceStatus({
  status,
  problem,
}: {
  status: UpstreamStatus;
  problem: UpstreamProblem | null;
}) {
  if (problem) return <StatusDot tone="danger">{PROBLEMS[problem]}</StatusDot>;
  if (status === "draft") return <StatusDot tone="warn">Tools wait for approval</StatusDot>;
  if (status === "error") return <StatusDot tone="danger">Last test failed</StatusDot>;
  return <StatusDot tone="ok">Ready</StatusDot>;
}
