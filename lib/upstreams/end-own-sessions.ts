import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { endLinks } from "./internal/own-sessions/end-link.ts";
import { endOwnSessionsHere } from "./lease-own-session.ts";

/** Ends all upstream sessions a client's session has for itself, at their instances; several who do so end each once. */
export async function endOwnSessions(tenantId: TenantId, mcpSessionId: string): Promise<void> {
  endOwnSessionsHere(tenantId, mcpSessionId);
  await endLinks({ tenantId, mcpSessionId });
}
