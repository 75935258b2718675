import "#server-only";
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { checkUrl } from "./check-url.ts";
import { guardLookup } from "./guard-lookup.ts";
import { type NetReason, netReasonOf, toNetError } from "./net-error.ts";
import { type ResolveHost, resolveHost } from "./resolve-host.ts";

const CONNECT_TIMEOUT_MS = 10_000;
type Options = { resolve?: ResolveHost; timeoutMs?: number };

/**
 * Whether the host of a URL has addresses, all of them public (or is an exception of the operator's). One that has none
 * and one that has a private one are the same no.
 */
export async function isPublicHost(url: string, { resolve = resolveHost }: Options = {}): Promise<boolean> {
  const { hostname, isAllowed } = checkUrl(url);
  if (isIP(hostname.replaceAll(/[[\]]/g, "")) !== 0) return true;
  const lookup = guardLookup({ isAllowed, resolve });
  return await new Promise((settle) => lookup(hostname, { all: true }, (error) => settle(error === null)));
}

/**
 * Opens a TLS connection to the host of a URL, as the guarded fetch would, and closes it: null, or why it failed. Nothing
 * is sent over it. Plain http, where the operator allows it, has no certificate: `undefined`.
 */
export async function checkCertificate(
  url: string,
  { resolve = resolveHost, timeoutMs = CONNECT_TIMEOUT_MS }: Options = {},
): Promise<NetReason | null | undefined> {
  const { origin, hostname, isAllowed } = checkUrl(url);
  const { protocol, port } = new URL(origin);
  if (protocol === "http:") return undefined;
  const host = hostname.replaceAll(/[[\]]/g, "");
  const socket = connect({
    host,
    port: Number(port || 443),
    lookup: guardLookup({ isAllowed, resolve }),
    rejectUnauthorized: true,
    ALPNProtocols: ["http/1.1"],
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  try {
    return await shakeHands(socket, timeoutMs);
  } finally {
    socket.destroy();
  }
}

async function shakeHands(socket: TLSSocket, timeoutMs: number): Promise<NetReason | null> {
  return await new Promise((settle) => {
    const timer = setTimeout(() => settle("timeout"), timeoutMs);
    const end = (reason: NetReason | null) => {
      clearTimeout(timer);
      settle(reason);
    };
    socket.once("secureConnect", () => end(null));
    socket.once("error", (error) => end(netReasonOf(toNetError(error)) ?? "unreachable"));
    socket.once("close", () => end("unreachable"));
  });
}
