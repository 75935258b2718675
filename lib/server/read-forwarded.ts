import "#server-only";
import type { IncomingHttpHeaders } from "node:http";
import ipaddr from "ipaddr.js";

/** What is believed of where a request came from. */
export type Provenance = {
  /** The caller's address. */
  address: string | undefined;
  /** A trusted proxy says that the caller spoke plain http to it. */
  isPlain: boolean;
};

type Address = ReturnType<typeof ipaddr.process>;
type Network = readonly [Address, number];

/**
 * Reads where a request came from. Headers count only when the socket's other end is a trusted proxy; then the caller
 * is the rightmost address of X-Forwarded-For that is none, or, without that header, of Forwarded (RFC 7239). What
 * stands left of it anybody may have written.
 */
export function makeForwardedReader(
  trustedProxies: readonly string[],
): (peer: string | undefined, headers: IncomingHttpHeaders) => Provenance {
  const networks = trustedProxies.map(toNetwork);
  const isTrusted = (address: Address) => networks.some((network) => isIn(address, network));
  return (peer, headers) => {
    const last = networks.length > 0 ? toAddress(peer ?? "") : null;
    if (last === null || !isTrusted(last)) return { address: peer, isPlain: false };
    let caller = last;
    for (const hop of hopsOf(headers).toReversed()) {
      const address = toAddress(hop);
      if (address === null) break;
      caller = address;
      if (!isTrusted(address)) break;
    }
    return { address: caller.toString(), isPlain: isPlain(headers) };
  };
}

function toNetwork(text: string): Network {
  if (text.includes("/")) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

function isIn(address: Address, [network, bits]: Network): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

/** An address with or without a port, brackets or zone; null for anything else, such as `unknown` and `_hidden`. */
function toAddress(text: string): Address | null {
  const bare = text.trim().replace(/^"|"$/g, "").replace(/%.*$/, "");
  const [, bracketed, dotted] = /^\[([^\]]+)\](?::\d+)?$|^(\d+(?:\.\d+){3})(?::\d+)?$/.exec(bare) ?? [];
  const address = bracketed ?? dotted ?? bare;
  const isValid = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return isValid ? ipaddr.process(address) : null;
}

function hopsOf(headers: IncomingHttpHeaders): string[] {
  const listed = headers["x-forwarded-for"];
  if (listed !== undefined) return [listed].flat().join(",").split(",");
  return forwardedValues(headers, "for");
}

function isPlain(headers: IncomingHttpHeaders): boolean {
  const listed = headers["x-forwarded-proto"];
  const said =
    listed === undefined ? forwardedValues(headers, "proto") : [listed].flat().join(",").split(",");
  return said.length > 0 && said.every((scheme) => scheme.trim().toLowerCase() === "http");
}

/** One parameter of each element of Forwarded; an element without it says nothing. */
function forwardedValues({ forwarded }: IncomingHttpHeaders, name: "for" | "proto"): string[] {
  return (forwarded ?? "").split(",").flatMap((element) => {
    const pairs = element.split(";").map((pair) => /^(\w+)=(.*)$/.exec(pair.trim()));
    const value = pairs.find((pair) => pair?.[1]?.toLowerCase() === name)?.[2];
    return value === undefined ? [] : [value.replace(/^"|"$/g, "")];
  });
}
