import "#server-only";
import { NotTried } from "../check.ts";
import type { Reply } from "../outside/open-outside.ts";
import { parseObject } from "../parse-object.ts";
import type { Visit } from "../visit.ts";
import { EARLY_AGENT } from "./claude.ts";
import { findEndpoints } from "./discover.ts";
import { walkConnect } from "./walk-connect.ts";

export type Tokens = { reply: Reply; accessToken: string | null; refreshToken: string | null };

/** The first token, redeemed as Claude redeems it. The connection is ended again when the visit is. */
export function redeemCode(visit: Visit): Promise<Tokens> {
  return visit.fact("tokens", async () => {
    const { request, callback } = await walkConnect(visit);
    const code = callback.searchParams.get("code");
    if (code === null) throw new NotTried("The app was given no code. Mend point 10 first.");
    return await askForTokens(visit, request.clientId, {
      grant_type: "authorization_code",
      code,
      code_verifier: request.verifier,
      redirect_uri: request.redirectUri,
    });
  });
}

/** The token that follows the first one. */
export function refreshTokens(visit: Visit): Promise<Tokens> {
  return visit.fact("refreshed", async () => {
    const { request } = await walkConnect(visit);
    const { refreshToken } = await redeemCode(visit);
    if (refreshToken === null) throw new NotTried("The app was given no refresh token. Mend point 10 first.");
    return await askForTokens(visit, request.clientId, {
      grant_type: "refresh_token",
      refresh_token: refreshToken,
    });
  });
}

async function askForTokens(
  visit: Visit,
  clientId: string,
  form: Readonly<Record<string, string>>,
): Promise<Tokens> {
  const { token, revoke } = await findEndpoints(visit);
  const post = (url: string, fields: Readonly<Record<string, string>>) =>
    visit.outside(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": EARLY_AGENT },
      body: new URLSearchParams(fields).toString(),
    });
  const reply = await post(token, { ...form, client_id: clientId, resource: visit.mcpUrl });
  const json = reply.status === 200 ? parseObject(reply.text) : null;
  const accessToken = toText(json?.["access_token"]);
  if (accessToken !== null && revoke !== null) {
    visit.atEnd(async () => void (await post(revoke, { token: accessToken, client_id: clientId })));
  }
  return { reply, accessToken, refreshToken: toText(json?.["refresh_token"]) };
}

const toText = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
