import "#server-only";
import { isLoopbackName } from "#lib/kernel/loopback.ts";

/** How long what expired stays for whoever is in the middle of it, used codes and spent tokens so that reuse is known. */
export const EXPIRED_TOKEN_HOURS = 1;
export const USED_CODE_DAYS = 30;
export const SUCCESSOR_MINUTES = 3;
/** How long a registration stays that nobody connected with, and since its last use one that somebody did. */
export const UNUSED_CLIENT_DAYS = 3;
export const USED_CLIENT_DAYS = 180;
/** How long nobody has to come back for an app's description: that it could not be read, what it was, and one that signed. */
export const FAILED_DOCUMENT_DAYS = 1;
export const DOCUMENT_DAYS = 30;
export const SIGNED_DOCUMENT_DAYS = 180;
/**
 * How long a request to connect waits for its person, how long its code can be redeemed, and how long tokens work: an
 * access token where its organisation chose nothing else, a refresh token nobody uses.
 */
export const REQUEST_MINUTES = 30;
export const CODE_MINUTES = 1;
export const ACCESS_MINUTES = 60;
export const REFRESH_DAYS = 30;
/** How long a request waits at most, however often its person asks for more time: WCAG 2.2.1 wants ten extensions. */
export const REQUEST_MINUTES_MAX = REQUEST_MINUTES * (1 + 10);

export type ClientIdentity = "verified" | "known" | "registered" | "local";
export type ClassifiedClient = {
  identity: ClientIdentity;
  publisher?: string;
  host?: string;
  /** A publisher we have looked at describes it, and it returns to that publisher or to the person's own computer. */
  isReviewed: boolean;
};

/** Whether a request waits for its answer, or was allowed and waits for its person to go on to the app. */
export type RequestStep = "asked" | "allowed";

/** Whether a request that began and ends then, in seconds, may be given `REQUEST_MINUTES` more. */
export function isExtendable({ iat, exp }: { iat: number; exp: number }): boolean {
  return exp - iat <= (REQUEST_MINUTES_MAX - REQUEST_MINUTES) * 60;
}

/** Publishers whose client documents and redirect hosts we have looked at. */
const PUBLISHERS: Record<string, string> = {
  "claude.ai": "Anthropic",
  "chatgpt.com": "OpenAI",
};

/**
 * What we know of an app from its client id and the address this very request returns to, never from its name. A
 * redirect to this computer or to a private scheme is local whoever published the document: any program can listen
 * there.
 */
export function classifyClient(clientId: string, redirectUri: string): ClassifiedClient {
  const redirect = URL.parse(redirectUri);
  const host = clientId.startsWith("https://") ? URL.parse(clientId)?.hostname : undefined;
  const publisher = host === undefined ? undefined : findPublisher(host);
  const known = { ...(host ? { host } : {}), ...(publisher ? { publisher } : {}), isReviewed: false };
  if (redirect?.protocol !== "https:") {
    return { identity: "local", ...known, isReviewed: publisher !== undefined };
  }
  if (host === undefined || isLoopbackName(redirect.hostname)) return { identity: "registered", ...known };
  if (publisher !== undefined && findPublisher(redirect.hostname) === publisher) {
    return { identity: "verified", ...known, isReviewed: true };
  }
  return { identity: isSameSite(host, redirect.hostname) ? "known" : "registered", ...known };
}

function findPublisher(host: string): string | undefined {
  return Object.hasOwn(PUBLISHERS, host) ? PUBLISHERS[host] : undefined;
}

/** Without a list of public suffixes only the same host, or one below it, is surely the same site. */
function isSameSite(host: string, redirectHost: string): boolean {
  return redirectHost === host || redirectHost.endsWith(`.${host}`);
}
