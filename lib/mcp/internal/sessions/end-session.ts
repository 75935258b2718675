import "#server-only";
import { catchUpRevocations } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { log } from "#lib/platform/log/log.ts";
import { endOwnSessions } from "#lib/upstreams/end-own-sessions.ts";
import { answerNothing, type McpResponse } from "../http.ts";
import { answerError } from "../protocol.ts";
import { countWrite, refuseWrite } from "./count-write.ts";
import type { McpSession } from "./mcp-session.ts";
import { saveSessionEnd } from "./store.ts";

/**
 * DELETE with a session's handle: it is 404 from the answer on here, and milliseconds later at every instance. Its
 * streams are cut by whoever hears of it, and its own upstream sessions ended.
 */
export async function endSession(
  { tenantId, grantId }: ClientActor,
  { id, expiresAt }: McpSession,
): Promise<McpResponse> {
  const wait = await countWrite(grantId);
  if (wait !== null) return answerError(429, null, refuseWrite(wait), { "retry-after": String(wait) });
  await saveSessionEnd(tenantId, { id, grantId, expiresAt });
  await catchUpRevocations();
  endOwnSessions(tenantId, id).catch((error: unknown) =>
    log.warn({ err: error }, "the upstream sessions of an ended session were not ended"),
  );
  return answerNothing(200);
}
