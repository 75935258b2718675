import "#server-only";
import { randomBytes } from "node:crypto";
import type { NextApiRequest, NextApiResponse } from "next";
import type { AuthOptions } from "next-auth";
import type { Adapter } from "next-auth/adapters";
import * as nextAuthModule from "next-auth/next";
import { setNextAuthUrl } from "#lib/platform/config/set-next-auth-url.ts";
import { isSecure } from "#lib/platform/cookies/host-cookie.ts";
import { deriveKey } from "#lib/platform/crypto/derive-key.ts";
import { log } from "#lib/platform/log/log.ts";
import { SESSION_DAYS } from "../policy.ts";
import { toCookieName } from "./cookies.ts";

type Handler = (req: NextApiRequest, res: NextApiResponse, options: AuthOptions) => Promise<void>;

const SESSION_SECONDS = SESSION_DAYS * 24 * 60 * 60;

/**
 * Has next-auth finish a sign-in as one by mail: the adapter takes what the request brought (a code, a provider's
 * answer), then next-auth finds or makes the person and opens a session. It runs on a request made here, never on the browser's, so no cookie, query or header from outside reaches
 * it. Answers the session cookie it set, or null when nothing was taken.
 */
export async function openSession(address: string, adapter: Adapter): Promise<string | null> {
  setNextAuthUrl();
  const response = captureResponse();
  const request = {
    method: "GET",
    headers: {},
    cookies: {},
    body: {},
    // The adapter knows what was brought; next-auth only needs some token to ask about.
    query: { nextauth: ["callback", "email"], email: address, token: "taken-by-the-adapter" },
  };
  await toHandler()(request as unknown as NextApiRequest, response.res, toOptions(adapter));
  const prefix = `${toCookieName("session")}=`;
  return response.cookies().find((cookie) => cookie.startsWith(prefix) && !/max-age=0/i.test(cookie)) ?? null;
}

function toOptions(adapter: Adapter): AuthOptions {
  const flags = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const;
  return {
    adapter,
    secret: deriveKey("next-auth").toString("base64url"),
    useSecureCookies: isSecure(),
    session: {
      strategy: "database",
      maxAge: SESSION_SECONDS,
      // next-auth's own is a UUID of 122 random bits.
      generateSessionToken: () => randomBytes(32).toString("base64url"),
    },
    cookies: { sessionToken: { name: toCookieName("session"), options: flags } },
    providers: [
      {
        id: "email",
        type: "email",
        name: "Email",
        server: "",
        from: "",
        maxAge: 0,
        options: {},
        sendVerificationRequest: () => {
          throw new Error("codes are sent by requestCode alone");
        },
      },
    ],
    logger: {
      error: (event, metadata) => log.error({ event, err: toError(metadata) }, "next-auth failed"),
      warn: (event) => log.warn({ event }, "next-auth warns"),
      debug: () => {},
    },
  };
}

function toError(metadata: Error | { error?: unknown }): unknown {
  return metadata instanceof Error ? metadata : metadata.error;
}

/** The module is CommonJS: Node hands it over whole, a bundler hands over its default export. */
function toHandler(): Handler {
  const { default: exported } = nextAuthModule as unknown as { default: Handler | { default: Handler } };
  return typeof exported === "function" ? exported : exported.default;
}

/** The little of a response that next-auth writes to; only the cookies are kept. */
function captureResponse(): { res: NextApiResponse; cookies: () => string[] } {
  const headers = new Map<string, string | string[]>();
  const res = {
    status: () => res,
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: string | string[]) => headers.set(name.toLowerCase(), value),
    json: () => {},
    send: () => {},
    end: () => {},
  };
  return { res: res as unknown as NextApiResponse, cookies: () => [headers.get("set-cookie") ?? []].flat() };
}
