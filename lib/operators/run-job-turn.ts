import "#server-only";
import { isDomainError } from "#lib/kernel/errors.ts";
import { saveTurn } from "./internal/health/store.ts";

/**
 * Runs one turn of a job and notes when it ended and how, for the operators; what it throws goes on. Of an error only the
 * kind is kept.
 */
export async function runJobTurn(name: string, run: () => Promise<void>): Promise<void> {
  const startedAt = new Date();
  try {
    await run();
  } catch (error) {
    await saveTurn(name, { startedAt, failedAt: new Date(), failure: toKind(error) }).catch(() => undefined);
    throw error;
  }
  await saveTurn(name, { startedAt, endedAt: new Date(), ms: Date.now() - startedAt.getTime() });
}

function toKind(error: unknown): string {
  if (isDomainError(error)) return error.code;
  return error instanceof Error ? error.name.slice(0, 80) : "unknown";
}
