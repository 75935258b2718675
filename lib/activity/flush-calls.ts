import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { flushQueue } from "./internal/calls/call-queue.ts";

/** Writes the calls still held; for drain and tests. Never throws; what a database that is away cannot take is logged. */
export async function flushCalls(): Promise<void> {
  const left = await flushQueue();
  if (left > 0) log.error({ calls: left }, "calls could not be written before the end");
}
