import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { McpRequest, McpResponse } from "./http.ts";
import type { McpSession } from "./sessions/mcp-session.ts";

/** One request whose token was checked: who sends it, in which revision, and what must hold while it is answered. */
export type CallContext = {
  request: McpRequest;
  actor: ClientActor;
  address: string | null;
  era: "modern" | "legacy";
  /** The session the request names; null in 2026-07-28 and where a client works without one. */
  session: McpSession | null;
  /** The size of the request's body. */
  bytesIn: number;
  /** When the request arrived, by `performance.now()`. */
  at: number;
  /** `countRevocations()` from before the token was checked. */
  since: number;
  /** The answer once the token no longer counts. */
  refuse: () => McpResponse;
};
