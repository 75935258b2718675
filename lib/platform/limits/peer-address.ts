import "#server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import ipaddr from "ipaddr.js";
import { once } from "../registry/once.ts";

/** Runs a request's work knowing the other end of its socket; the only source of a caller's address we believe. */
export function withPeerAddress<Result>(address: string | undefined, run: () => Result): Result {
  return storage().run(address ? toPeerKey(address) : null, run);
}

/** The caller's network as a key to count by, or null where the socket does not say who calls. */
export function currentPeerAddress(): string | null {
  return storage().getStore() ?? null;
}

/**
 * An address to count by: one of IPv4, a /64 of IPv6. Null for loopback and private ones: there the other end is a
 * proxy, and a limit on it would shut out everybody behind it.
 */
export function toPeerKey(address: string): string | null {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return null;
  return parsed.kind() === "ipv4"
    ? parsed.toString()
    : `${parsed.toNormalizedString().split(":").slice(0, 4).join(":")}::/64`;
}

function storage(): AsyncLocalStorage<string | null> {
  return once("limits.peer-address", () => new AsyncLocalStorage<string | null>());
}
