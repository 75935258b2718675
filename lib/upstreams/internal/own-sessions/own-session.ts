import "#server-only";
import type { GrantId } from "#lib/kernel/ids.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import type { SessionOwner } from "../../lease-session.ts";
import type { LinkId } from "./store.ts";

/** The session of a client on whose behalf an instance is spoken to, and the connection it is of. */
export type OwnSession = {
  mcpSessionId: string;
  grantId: GrantId;
  /** Seconds since 1970. */
  expiresAt: number;
  /** What the client declared; the instance is told nothing else. */
  capabilities: JsonObject;
  /** The level it set, for an instance that knows no sessions. */
  logLevel: string | null;
};

export function toLinkId({ tenantId, upstreamId }: SessionOwner, { mcpSessionId }: OwnSession): LinkId {
  return { tenantId, mcpSessionId, upstreamId };
}
