import "#server-only";
import { catchUpRevocations } from "#lib/grants/watch-revocations.ts";
import type { CallContext } from "../call-context.ts";
import { listFeatures } from "../features/list-features.ts";
import type { McpResponse } from "../http.ts";
import type { RpcRequest } from "../parse-message.ts";
import { answerError, answerResult, CODE } from "../protocol.ts";
import { LOG_LEVELS } from "../relay/relay-notification.ts";
import { countWrite, refuseWrite } from "./count-write.ts";
import { NEEDS_SESSION } from "./needs-session.ts";
import { findOwnLinks } from "./own-links.ts";
import { saveLogLevel } from "./store.ts";

const FORWARD_MS_MAX = 5_000;

/**
 * `logging/setLevel` (MCP 2025-11-25, logging): holds for this session alone, at every instance of ours. Instances that
 * already have a session of its own are told now, others when they get one.
 */
export async function setLogLevel(
  { actor, session }: CallContext,
  { id, params }: RpcRequest,
): Promise<McpResponse> {
  const level = LOG_LEVELS.find((one) => one === params["level"]);
  if (level === undefined) {
    const message = `The level is one of ${LOG_LEVELS.join(", ")}.`;
    return answerError(200, id, { code: CODE.invalidParams, message });
  }
  if ((await listFeatures(actor)).logging === undefined) {
    return answerError(200, id, {
      code: CODE.methodNotFound,
      message: "No instance here writes log messages.",
    });
  }
  if (session === null) return answerError(200, id, NEEDS_SESSION);
  const { tenantId, grantId } = actor;
  const wait = await countWrite(grantId);
  if (wait !== null) return answerError(200, id, refuseWrite(wait));
  await saveLogLevel(tenantId, { id: session.id, grantId, expiresAt: session.expiresAt }, level);
  await catchUpRevocations();
  const links = await findOwnLinks({ actor, session: { ...session, logLevel: level } });
  const request = { method: "logging/setLevel", params: JSON.stringify({ level }) };
  await Promise.all(links.map(({ lease }) => lease.request(request, { timeoutMs: FORWARD_MS_MAX })));
  return answerResult(id, {});
}
