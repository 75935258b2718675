import "#server-only";
import { abortCalls } from "./internal/relay/cancel-registry.ts";

/**
 * Cancels the calls still running here when the process ends, at their instances, so that they are in the ledger. In
 * 2026-07-28 the end of their connections has cancelled them already.
 */
export async function endCalls(): Promise<void> {
  await abortCalls();
}
