import "#server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Visit } from "../visit.ts";
import { findChallenge, findEndpoints } from "./discover.ts";

export type AuthorizeRequest = {
  url: URL;
  verifier: string;
  state: string;
  redirectUri: string;
  clientId: string;
};

/** A request for a person's consent as Claude opens it in their browser; a parameter given as null is left out. */
export async function makeRequest(
  visit: Visit,
  { clientId, redirectUri }: { clientId: string; redirectUri: string },
  extra: Readonly<Record<string, string | null>> = {},
): Promise<AuthorizeRequest> {
  const { authorize } = await findEndpoints(visit);
  const { scope } = await findChallenge(visit);
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const params = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state,
    scope: [scope, "offline_access"].filter(Boolean).join(" "),
    prompt: "consent",
    resource: visit.mcpUrl,
    ...extra,
  };
  const url = new URL(authorize);
  for (const [name, value] of Object.entries(params)) if (value !== null) url.searchParams.set(name, value);
  return { url, verifier, state, redirectUri, clientId };
}
