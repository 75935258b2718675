import "#server-only";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { errors, type Interaction } from "oidc-provider";
import { getProvider } from "../get-provider.ts";
import { trustHeaders } from "./trust-headers.ts";

/**
 * The waiting request of that id, if the cookies are those of the browser that made it (so that nobody else can
 * answer it). Null when it is another browser, or the request is unknown, expired or was finished.
 */
export async function findInteraction(uid: string, cookieHeader: string | null): Promise<Interaction | null> {
  if (!cookieHeader || !/^[\w-]{20,64}$/.test(uid)) return null;
  const provider = await getProvider();
  const req = new IncomingMessage(new Socket());
  req.url = "/";
  req.method = "GET";
  req.headers = { cookie: cookieHeader };
  trustHeaders(req.headers);
  try {
    const interaction = await provider.interactionDetails(req, new ServerResponse(req));
    return interaction.uid === uid ? interaction : null;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}
