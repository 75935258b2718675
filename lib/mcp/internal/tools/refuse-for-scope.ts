import "#server-only";
import { GROUPS } from "#lib/catalog/groups.ts";
import { challenge } from "#lib/oauth/challenge.ts";
import type { CallContext } from "../call-context.ts";
import { answerJson, type McpResponse } from "../http.ts";
import { MISSING_SCOPE } from "../messages.ts";
import { rememberRefusal } from "./remember-refusal.ts";

/**
 * HTTP 403 to a request the connection lacks a group for (RFC 6750 section 3.1). The groups it has are named with the one
 * it lacks: clients of 2025-11-25 ask for exactly what they read here and would lose the others. What it lacks is
 * remembered for the authorization request that follows.
 */
export async function refuseForScope(
  { actor, address }: Pick<CallContext, "actor" | "address">,
  lacking: readonly string[],
): Promise<McpResponse> {
  await rememberRefusal(actor, lacking);
  const scopes = GROUPS.map(({ id }) => id).filter((id) => actor.groups.includes(id) || lacking.includes(id));
  return answerJson(
    403,
    { error: "insufficient_scope", error_description: MISSING_SCOPE },
    { "www-authenticate": challenge({ address, error: "insufficient_scope", scopes }) },
  );
}
