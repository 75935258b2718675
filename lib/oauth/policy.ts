import "#server-only";
import { isLoopbackName } from "#lib/kernel/loopback.ts";

export type ClientIdentity = "verified" | "known" | "registered" | "local";
export type ClassifiedClient = {
  identity: ClientIdentity;
  publisher?: string;
  host?: string;
  /** A publisher we have looked at describes it, and it returns to that publisher or to the person's own computer. */
  isReviewed: boolean;
};

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
