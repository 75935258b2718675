import "#server-only";
import { flushAll } from "./internal/event-queue.ts";

/** Writes what is still waiting; for drain and tests. Never throws. */
export async function flushEvents(): Promise<void> {
  await flushAll();
}
