import "#server-only";
import type { IncomingMessage } from "node:http";
import { LOOPBACK_NAMES } from "#lib/kernel/loopback.ts";

/** What of the configuration decides whether a request may come in at all. */
export type Origin = {
  publicUrl: string;
  isLocal: boolean;
  port: number;
  trustedProxies?: readonly string[];
};
export type Refusal = { status: 400 | 403 | 421; sentence: string };

const FORWARDING =
  /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip|x-client-ip|x-cluster-client-ip|x-original-.*|x-host|true-client-ip|cf-.*|cdn-.*|fastly-.*|fly-.*|ngrok-.*|x-envoy-.*|x-amzn?-.*|x-azure-.*|x-vercel-.*|x-appengine-.*)$/;

/** The Host values that mean us: the public one, and locally every loopback name at our port. */
function acceptedHosts({ publicUrl, isLocal, port }: Origin): Set<string> {
  const url = new URL(publicUrl);
  const standard = url.protocol === "https:" ? 443 : 80;
  const hosts = new Set([url.host, `${url.hostname}:${url.port || standard}`]);
  if (!isLocal) return hosts;
  for (const name of LOOPBACK_NAMES) {
    hosts.add(`${name}:${port}`);
    if (port === 80) hosts.add(name);
  }
  return hosts;
}

function countHosts({ rawHeaders }: IncomingMessage): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === "host") count += 1;
  }
  return count;
}

function isForwarded({ headers }: IncomingMessage): boolean {
  for (const name in headers) if (FORWARDING.test(name)) return true;
  return false;
}

/**
 * Says why a request must not come in, or nothing. Locally this is what keeps a tunnel or a rebound name away from
 * the local mailbox: whatever was forwarded, or addressed to another host, is refused on every route.
 */
export function makeGuard(
  origin: Origin,
): (request: IncomingMessage, isHealth: boolean) => Refusal | undefined {
  const accepted = acceptedHosts(origin);
  return (request, isHealth) => {
    if (!request.url?.startsWith("/")) {
      return { status: 400, sentence: "The request's target must be a path." };
    }
    if (countHosts(request) > 1) {
      return { status: 400, sentence: "A request carries one Host header." };
    }
    if (origin.isLocal && isForwarded(request)) {
      return {
        status: 403,
        sentence:
          "This server runs in local mode and takes no forwarded requests; set PUBLIC_URL to run it behind a proxy or tunnel.",
      };
    }
    const host = request.headers.host?.toLowerCase() ?? "";
    if (accepted.has(host) || (isHealth && !origin.isLocal)) return undefined;
    return { status: 421, sentence: `This server answers for ${origin.publicUrl} only.` };
  };
}

/** What one reader takes for another path than the next: empty, dot and encoded segments, backslashes. */
const CONFUSING = /\/\/|\\|%2e|%2f|%5c|\/\.{1,2}(?:\/|$)/i;

/** Whether a path could mean one thing to us and another to whoever stands before or behind us: nothing is there. */
export function isConfusing(path: string): boolean {
  return CONFUSING.test(path);
}

/**
 * The public origin is a setting, never what a header claims: every later reader sees the setting, and who called only
 * through the peer address.
 */
export function overwriteForwarding(request: IncomingMessage, { publicUrl, isLocal }: Origin): void {
  if (isLocal) return;
  const { host, protocol } = new URL(publicUrl);
  for (const name of Object.keys(request.headers)) if (FORWARDING.test(name)) delete request.headers[name];
  request.headers.host = host;
  request.headers["x-forwarded-host"] = host;
  request.headers["x-forwarded-proto"] = protocol.slice(0, -1);
}
