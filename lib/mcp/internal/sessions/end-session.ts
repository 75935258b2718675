import "#server-only";
import { catchUpRevocations } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { answerNothing, type McpResponse } from "../http.ts";
import type { McpSession } from "./mcp-session.ts";
import { saveSessionEnd } from "./store.ts";

/**
 * DELETE with a session's handle: it is 404 from the answer on here, and milliseconds later at every instance. Its
 * streams are cut and its own upstream sessions ended by whoever hears of it.
 */
export async function endSession(
  { tenantId, grantId }: ClientActor,
  { id, expiresAt }: McpSession,
): Promise<McpResponse> {
  await saveSessionEnd(tenantId, { id, grantId, expiresAt });
  await catchUpRevocations();
  return answerNothing(200);
}
