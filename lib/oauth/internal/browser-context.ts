import "#server-only";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { errors, type Interaction } from "oidc-provider";
import { getProvider } from "../get-provider.ts";
import { COOKIE_OPTIONS, toRequestPath } from "./make-configuration.ts";
import { trustHeaders } from "./trust-headers.ts";

/**
 * The waiting request of that id, if the cookies are those of the browser that made it (so that nobody else can
 * answer it). Null when it is another browser, or the request is unknown, expired or was finished.
 */
export async function findInteraction(uid: string, cookieHeader: string | null): Promise<Interaction | null> {
  if (!cookieHeader || !/^[\w-]{20,64}$/.test(uid)) return null;
  const provider = await getProvider();
  const { req, res } = makeExchange(cookieHeader);
  try {
    const interaction = await provider.interactionDetails(req, res);
    return interaction.uid === uid ? interaction : null;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}

/**
 * The Set-Cookie values that give a request's browser its two cookies anew, for so many seconds: names, paths, flags and
 * signatures are those the provider first set them with.
 */
export async function writeRequestCookies(
  { uid, returnTo }: Pick<Interaction, "uid" | "returnTo">,
  seconds: number,
): Promise<string[]> {
  const provider = await getProvider();
  const { req, res } = makeExchange("");
  const { cookies } = provider.createContext(req, res);
  const options = { ...COOKIE_OPTIONS, maxAge: seconds * 1000 };
  cookies.set(provider.cookieName("interaction"), uid, { ...options, path: toRequestPath(uid) });
  cookies.set(provider.cookieName("resume"), uid, { ...options, path: new URL(returnTo).pathname });
  return [res.getHeader("set-cookie")].flat().map(String);
}

/** A request as the provider reads one, with that browser's cookies, and its answer; neither goes anywhere. */
function makeExchange(cookie: string): { req: IncomingMessage; res: ServerResponse } {
  const req = new IncomingMessage(new Socket());
  req.url = "/";
  req.method = "GET";
  req.headers = { cookie };
  trustHeaders(req.headers);
  return { req, res: new ServerResponse(req) };
}
