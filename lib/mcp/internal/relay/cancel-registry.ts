import "#server-only";
import type { GrantId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { RequestId } from "../http.ts";

type Registry = Map<string, Set<AbortController>>;

const registry = () => once<Registry>("mcp.calls", () => new Map());
const nameOf = (grantId: GrantId, id: RequestId) => `${grantId} ${typeof id} ${id}`;

/**
 * Lets `cancelCall` reach a running call of the older revisions, whose clients cancel by a message of its own. Returns
 * what ends that.
 */
export function registerCall(grantId: GrantId, id: RequestId, controller: AbortController): () => void {
  const calls = registry();
  const name = nameOf(grantId, id);
  const running = calls.get(name) ?? new Set();
  calls.set(name, running.add(controller));
  return () => {
    running.delete(controller);
    if (running.size === 0) calls.delete(name);
  };
}

/** Aborts the one running call of that id. Several clients of one grant may use the same id: then nothing is aborted. */
export function cancelCall(grantId: GrantId, id: RequestId): void {
  const running = registry().get(nameOf(grantId, id));
  if (running?.size !== 1) return;
  for (const controller of running) controller.abort();
}
