import "#server-only";
import { setImmediate as turn } from "node:timers/promises";
import type { GrantId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { RequestId } from "../http.ts";

/** Whose running call: a session where the client has one, else all its connection has open. */
export type CallName = { grantId: GrantId; sessionId: string | undefined; id: RequestId };
type Registry = Map<string, Set<() => void>>;

const registry = () => once<Registry>("mcp.calls", () => new Map());

/** Names a call; another session's or another kind of id is another name. */
export function nameOf({ grantId, sessionId = "", id }: CallName): string {
  return `${grantId} ${sessionId} ${typeof id} ${id}`;
}

/**
 * Lets `abortCall` reach a running call of the older revisions, whose clients cancel by a message of its own. Returns
 * what ends that.
 */
export function registerCall(call: CallName, abort: () => void): () => void {
  const calls = registry();
  const name = nameOf(call);
  const running = calls.get(name) ?? new Set();
  calls.set(name, running.add(abort));
  return () => {
    running.delete(abort);
    if (running.size === 0) calls.delete(name);
  };
}

/**
 * Aborts the one running call of that name here; whether there was any. Several clients of one grant may use the same id:
 * then nothing is aborted.
 */
export function abortCall(name: string): boolean {
  const running = registry().get(name);
  if (running?.size === 1) for (const abort of running) abort();
  return running !== undefined;
}

const TURNS_MAX = 1_000;

/** Aborts every running call of the older revisions here; resolves once they are over. */
export async function abortCalls(): Promise<void> {
  const calls = registry();
  for (const running of calls.values()) for (const abort of running) abort();
  for (let turns = 0; calls.size > 0 && turns < TURNS_MAX; turns += 1) await turn();
  await turn();
}
