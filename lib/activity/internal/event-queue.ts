import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { AttemptKey } from "../make-attempt-key.ts";
import type { RequestFacts } from "../read-request-facts.ts";
import type { RecordedEvent } from "../record-event.ts";
import { saveEvents } from "../store.ts";
import { forgetGrant } from "./grant-stages.ts";

export type QueuedEvent = RecordedEvent & {
  from: RequestFacts;
  attempt: AttemptKey | undefined;
  /** By this process's monotonic clock; the database's clock gives it its time. */
  seenAt: number;
  /** How often its grant may still be looked for: another instance may be about to write the attempt. */
  triesLeft: number;
};
type Queue = {
  waiting: QueuedEvent[];
  timer: NodeJS.Timeout | undefined;
  flushing: Promise<void> | undefined;
  dropped: number;
};

const FLUSH_MS = 300;
const WAITING_MAX = 4_000;
const BATCH_MAX = 500;

function queue(): Queue {
  return once("activity.queue", () => ({
    waiting: [],
    timer: undefined,
    flushing: undefined,
    dropped: 0,
  }));
}

export function enqueue(event: QueuedEvent): void {
  const current = queue();
  if (current.waiting.length >= WAITING_MAX) {
    current.dropped += 1;
    if (event.grantId !== undefined) forgetGrant(event.grantId);
    return;
  }
  current.waiting.push(event);
  current.timer ??= setTimeout(() => void flushOnce(), FLUSH_MS).unref();
}

/** Writes everything that waits, what other instances' attempts are waited for included. */
export async function flushAll(): Promise<void> {
  const current = queue();
  while (current.waiting.length > 0 || current.flushing) await flushOnce();
}

/** How many events are waiting, and how many were dropped because too many were. */
export function countWaiting(): { waiting: number; dropped: number } {
  const { waiting, dropped } = queue();
  return { waiting: waiting.length, dropped };
}

async function flushOnce(): Promise<void> {
  const current = queue();
  clearTimeout(current.timer);
  current.timer = undefined;
  current.flushing ??= writeBatch(current).finally(() => {
    current.flushing = undefined;
    if (current.waiting.length > 0) current.timer ??= setTimeout(() => void flushOnce(), FLUSH_MS).unref();
  });
  await current.flushing;
}

async function writeBatch(current: Queue): Promise<void> {
  const batch = current.waiting.splice(0, BATCH_MAX);
  if (batch.length === 0) return;
  try {
    const unresolved = await saveEvents(batch);
    for (const event of unresolved) {
      if (event.triesLeft > 1) current.waiting.push({ ...event, triesLeft: event.triesLeft - 1 });
    }
  } catch (error) {
    current.dropped += batch.length;
    for (const { grantId } of batch) if (grantId !== undefined) forgetGrant(grantId);
    log.warn({ err: error, events: batch.length }, "connection events not written");
  }
}
