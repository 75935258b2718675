import "#server-only";
import { RememberedAnswers } from "#lib/grants/remember-answers.ts";
import { isRevocationFresh, onSessionChange } from "#lib/grants/watch-revocations.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";
import { type McpRequest, type McpResponse, readHeader } from "../http.ts";
import { answerError } from "../protocol.ts";
import type { McpSession, SessionState } from "./mcp-session.ts";
import { type HandleOwner, openHandle } from "./seal-handle.ts";
import { findSessionState } from "./store.ts";

export type FoundSession = { ok: true; session: McpSession | null } | { ok: false; refusal: McpResponse };

const SESSIONS_MAX = 20_000;
const NO_ROW: SessionState = { isEnded: false, logLevel: null, isSubscribed: false, hasStream: false };
const GONE = { code: -32_001, message: "This session has ended. Send initialize to begin another." };

/**
 * The session a request names; null for one that names none, which is served as well. A handle that is not this
 * connection's, was altered, expired or ended is 404, so that the client initializes again (MCP 2025-11-25, session
 * management). What the database says of it is remembered for 5 s while changes are heard.
 */
export async function findSession(request: McpRequest, owner: HandleOwner): Promise<FoundSession> {
  const header = readHeader(request, "mcp-session-id");
  if (header === undefined) return { ok: true, session: null };
  const agreed = openHandle(header, owner);
  const state = agreed === null ? null : await findState(owner.actor.tenantId, agreed.id);
  if (agreed === null || state === null || state.isEnded) {
    return { ok: false, refusal: answerError(404, null, GONE) };
  }
  const { logLevel, isSubscribed, hasStream } = state;
  return { ok: true, session: { ...agreed, logLevel, isSubscribed, hasStream } };
}

async function findState(tenantId: TenantId, id: string): Promise<SessionState> {
  if (!isRevocationFresh()) return (await findSessionState(tenantId, id)) ?? NO_ROW;
  const remembered = states();
  const key = `${tenantId} ${id}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const lookup = remembered.begin();
  const state = (await findSessionState(tenantId, id)) ?? NO_ROW;
  remembered.put(key, state, lookup, { ids: [id] });
  return state;
}

function states(): RememberedAnswers<SessionState> {
  return once("mcp.session-states", () => {
    const remembered = new RememberedAnswers<SessionState>({ weightMax: SESSIONS_MAX, kinds: ["session"] });
    onSessionChange((event) => remembered.evict(event));
    return remembered;
  });
}
