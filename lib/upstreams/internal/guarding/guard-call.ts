import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";
import { CALL_TIMEOUT_MS } from "../call-over.ts";
import type { UpstreamFailure } from "../session-failure.ts";
import type { RequestOptions, UpstreamReply, UpstreamRequest } from "../upstream-session.ts";
import { Breaker } from "./breaker.ts";
import { Bulkhead } from "./bulkhead.ts";

/** The instance, and how it is reached: when that changes, what was known of its health is void. */
export type GuardedPlace = { tenantId: TenantId; upstreamId: UpstreamId; url: string; transport: string };

type Guard = { address: string; breaker: Breaker; bulkhead: Bulkhead; usedAt: number };

const GUARDS_MAX = 5_000;
const IDLE_MS = 10 * 60_000;
const WAIT_MS_MAX = 30_000;
const RETRY_MS = 100;
const LISTS = new Set(["tools/list", "prompts/list", "resources/list", "resources/templates/list"]);

/**
 * Makes a call to an instance unless it is down or has too many already: then it fails at once, unsent. All of it,
 * waiting included, has `timeoutMs`. Only lists are tried again, once. An instance's guard is its organisation's own.
 */
export async function guardCall(
  place: GuardedPlace,
  request: UpstreamRequest,
  options: RequestOptions,
  call: (options: RequestOptions) => Promise<UpstreamReply>,
): Promise<UpstreamReply> {
  const { breaker, bulkhead } = findGuard(place);
  const { signal, timeoutMs = CALL_TIMEOUT_MS } = options;
  const deadline = performance.now() + timeoutMs;
  const waitMs = Math.min(timeoutMs, WAIT_MS_MAX);
  // Whoever would only wait to be refused is refused now.
  const { openSince } = breaker;
  if (openSince !== null) return refuseSince(openSince);
  const room = await bulkhead.enter(request.params.length, { signal, waitMs });
  if (room === null) return { ok: false, reason: signal?.aborted ? "aborted" : "busy", isUnsent: true };
  try {
    const admission = breaker.admit();
    if (!admission.ok) return refuseSince(admission.since);
    const attempt = () => call({ ...options, timeoutMs: Math.max(1, deadline - performance.now()) });
    let reply = await attempt();
    if (LISTS.has(request.method) && mayRetry(reply) && !signal?.aborted) {
      await sleep(RETRY_MS * (1 + Math.random()));
      reply = await attempt();
    }
    admission.note(reply);
    return reply;
  } finally {
    room.leave();
  }
}

function refuseSince(since: Date): UpstreamFailure {
  return { ok: false, reason: "unreachable", isUnsent: true, since };
}

function mayRetry(reply: UpstreamReply): boolean {
  return !reply.ok && (reply.reason === "unreachable" || reply.reason === "failed");
}

/** The guard of an instance; the map keeps the one used last at its end. */
function findGuard({ tenantId, upstreamId, url, transport }: GuardedPlace): Guard {
  const guards = once("upstreams.guards", () => new Map<string, Guard>());
  const name = `${tenantId} ${upstreamId}`;
  const address = `${transport} ${url}`;
  const known = guards.get(name);
  const bulkhead = known?.bulkhead ?? new Bulkhead();
  const breaker = known?.address === address ? known.breaker : new Breaker();
  const guard: Guard = { address, breaker, bulkhead, usedAt: performance.now() };
  guards.delete(name);
  guards.set(name, guard);
  if (known === undefined) forgetUnused(guards, guard);
  return guard;
}

/** Those nobody used for a while, and the oldest beyond the bound. An instance that is still down is noticed again. */
function forgetUnused(guards: Map<string, Guard>, made: Guard): void {
  for (const [name, { usedAt, bulkhead }] of guards) {
    if (guards.size <= GUARDS_MAX && usedAt > made.usedAt - IDLE_MS) return;
    if (bulkhead.isIdle && usedAt < made.usedAt) guards.delete(name);
  }
}
