import "#server-only";
import { randomUUID } from "node:crypto";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { endOwnSessions } from "#lib/upstreams/end-own-sessions.ts";
import type { CallContext } from "../call-context.ts";
import { type EventStream, openEventStream } from "../event-stream.ts";
import { holdAccess } from "../hold-access.ts";
import { answerStream, type McpResponse } from "../http.ts";
import { takePlace, toHolder } from "../limits/take-place.ts";
import { TOO_MANY_STREAMS } from "../messages.ts";
import { answerError, CODE } from "../protocol.ts";
import { followSession } from "../sessions/follow-session.ts";
import type { McpSession } from "../sessions/mcp-session.ts";
import { endOnDrain } from "./end-on-drain.ts";
import { tellChanges } from "./tell-changes.ts";

/** The first revision whose clients take an event without data (MCP 2025-11-25, Streamable HTTP, sending messages). */
const PRIMED_SINCE = "2025-11-25";
const RETRY_MS = 2_000;

/**
 * The stream of a session (GET): what belongs to no request. It lives until the client leaves, the session or its
 * connection ends, or we drain. Nothing is replayed: a stream opened after another one begins anew, whatever event the
 * client names as its last.
 */
export function openGetStream(
  { request, actor, since }: Omit<CallContext, "session">,
  session: McpSession,
): McpResponse {
  const free = takePlace("stream", toHolder(actor));
  if (free === null) {
    const error = { code: CODE.internal, message: TOO_MANY_STREAMS };
    return answerError(429, null, error, { "retry-after": "5" });
  }
  const ends = [free];
  const stream = openEventStream(() => {
    for (const end of ends) end();
  });
  if (session.protocolVersion >= PRIMED_SINCE) stream.prime(randomUUID(), RETRY_MS);
  keep({ actor, session, since, draining: request.draining }, stream, ends);
  return answerStream(stream.body);
}

type Kept = { actor: ClientActor; session: McpSession; since: number; draining: AbortSignal | undefined };

/** What a stream has for as long as it is open. There are thousands: of the request nothing is kept. */
function keep({ actor, session, since, draining }: Kept, stream: EventStream, ends: (() => void)[]): void {
  const { id } = session;
  const followed = followSession({ actor, session }, stream);
  const cut = () => {
    stream.end();
    leave(actor.tenantId, id);
  };
  ends.push(
    followed.stop,
    tellChanges({ actor, since }, followed.told),
    holdAccess(actor, since, cut),
    endOnDrain(draining, stream.end),
  );
}

/** A connection that ended, or may do less, leaves nothing open in its name; what it still may is opened anew. */
function leave(tenantId: TenantId, mcpSessionId: string): void {
  endOwnSessions(tenantId, mcpSessionId).catch((error: unknown) =>
    log.warn({ err: error }, "the upstream sessions of a connection that changed were not ended"),
  );
}
