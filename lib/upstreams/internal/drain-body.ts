import "#server-only";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";

const DRAIN_MS = 2_000;

/** Reads an answer to its end, so that its connection can be used again; one that will not end is cut. */
export async function drainWithin(
  response: GuardedResponse,
  chunks: AsyncIterator<Uint8Array> = response.body[Symbol.asyncIterator](),
): Promise<void> {
  if (response.body.isWhole) return;
  const timer = setTimeout(() => response.body.cancel(), DRAIN_MS);
  await drain(chunks).catch(() => undefined);
  clearTimeout(timer);
}

/** Reads to the end, and keeps nothing. */
export async function drain(chunks: AsyncIterator<Uint8Array>): Promise<void> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next());
}
