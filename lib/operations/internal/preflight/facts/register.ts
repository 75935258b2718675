import "#server-only";
import type { Reply } from "../outside/open-outside.ts";
import { parseObject } from "../parse-object.ts";
import type { Visit } from "../visit.ts";
import { CLAUDE_CALLBACK, CLAUDE_CALLBACK_TWIN, EARLY_AGENT } from "./claude.ts";
import { findEndpoints } from "./discover.ts";

export type Registration = { reply: Reply; clientId: string | null; redirectUris: unknown };

/** The body Claude's registration was seen to have, with both its callbacks. */
const BODY = {
  client_name: "Claude",
  redirect_uris: [CLAUDE_CALLBACK, CLAUDE_CALLBACK_TWIN],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "none",
  client_uri: null,
  scope: "offline_access",
};

/** Registers as an app without a metadata document does; null where there is no place to. */
export function registerClient(visit: Visit): Promise<Registration | null> {
  return visit.fact("registration", async () => {
    const { register } = await findEndpoints(visit);
    if (register === null) return null;
    const reply = await visit.outside(register, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": EARLY_AGENT },
      body: JSON.stringify(BODY),
    });
    const json = parseObject(reply.text);
    const clientId = json?.["client_id"];
    const isMade = reply.status === 201 && typeof clientId === "string";
    return { reply, clientId: isMade ? clientId : null, redirectUris: json?.["redirect_uris"] };
  });
}
