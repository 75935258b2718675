import "#server-only";
import { RememberedAnswers } from "#lib/grants/remember-answers.ts";
import { isRevocationFresh, onSessionChange } from "#lib/grants/watch-revocations.ts";
import { once } from "#lib/platform/registry/once.ts";
import { type McpRequest, type McpResponse, readHeader } from "../http.ts";
import { answerError, CODE } from "../protocol.ts";
import type { McpSession, SessionState } from "./mcp-session.ts";
import { type HandleOwner, openHandle, toPlace } from "./seal-handle.ts";
import { findSessionState } from "./store.ts";

export type FoundSession = { ok: true; session: McpSession | null } | { ok: false; refusal: McpResponse };

const SESSIONS_MAX = 20_000;
const NO_ROW: SessionState = { isEnded: false, logLevel: null, isSubscribed: false, hasStream: false };
const GONE = { code: CODE.sessionGone, message: "This session has ended. Send initialize to begin another." };

/**
 * The session a request names; null for one that names none, which is served as well. A handle that is not this
 * connection's, was altered, expired or ended is 404, so that the client initializes again (MCP 2025-11-25, session
 * management). What a handle stands for is remembered for 5 s while changes are heard.
 */
export async function findSession(request: McpRequest, owner: HandleOwner): Promise<FoundSession> {
  const handle = readHeader(request, "mcp-session-id");
  if (handle === undefined) return { ok: true, session: null };
  const session = isRevocationFresh() ? await recall(handle, owner) : await readSession(handle, owner);
  return session === null ? { ok: false, refusal: answerError(404, null, GONE) } : { ok: true, session };
}

async function recall(handle: string, owner: HandleOwner): Promise<McpSession | null> {
  const remembered = sessions();
  const key = `${toPlace(owner)} ${handle}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const lookup = remembered.begin();
  const session = await readSession(handle, owner);
  if (session !== null) {
    const secondsLeft = session.expiresAt - Date.now() / 1_000;
    remembered.put(key, session, lookup, { ids: [session.id], secondsLeft });
  }
  return session;
}

async function readSession(handle: string, owner: HandleOwner): Promise<McpSession | null> {
  const agreed = openHandle(handle, owner);
  if (agreed === null) return null;
  const { isEnded, logLevel, isSubscribed, hasStream } =
    (await findSessionState(owner.actor.tenantId, agreed.id)) ?? NO_ROW;
  return isEnded ? null : { ...agreed, logLevel, isSubscribed, hasStream };
}

function sessions(): RememberedAnswers<McpSession> {
  return once("mcp.known-sessions", () => {
    const remembered = new RememberedAnswers<McpSession>({ weightMax: SESSIONS_MAX, kinds: ["session"] });
    onSessionChange((event) => remembered.evict(event));
    return remembered;
  });
}
