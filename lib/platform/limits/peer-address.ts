import "#server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import ipaddr from "ipaddr.js";
import type { RequestOrigin } from "../../kernel/actor.ts";
import { once } from "../registry/once.ts";
import { toNetwork } from "./to-network.ts";

/** Whoever calls from any other range came over the internet, tunnels such as 6to4 and Teredo included. */
const NOT_COUNTED: ReadonlySet<string> = new Set([
  "unspecified",
  "loopback",
  "linkLocal",
  "private",
  "carrierGradeNat",
  "uniqueLocal",
  "deprecatedSiteLocal",
]);

type Caller = { address: string | undefined; requestId?: string };
type Known = { address: string | null; requestId: string | null };

/**
 * Runs a request's work knowing who calls; the only source of a caller's address we believe. The outermost says it:
 * what stands before the doors knows which proxies are trusted, a door by itself only its socket.
 */
export function withPeerAddress<Result>(address: string | undefined, run: () => Result): Result {
  return withCaller({ address }, run);
}

/** `withPeerAddress` where the request has a number already. */
export function withCaller<Result>({ address, requestId }: Caller, run: () => Result): Result {
  if (storage().getStore() !== undefined) return run();
  return storage().run({ address: address ?? null, requestId: requestId ?? null }, run);
}

/** The caller's network as a key to count by, or null where nothing says who calls. */
export function currentPeerAddress(): string | null {
  const address = currentCallerAddress();
  return address === null ? null : toPeerKey(address);
}

/** The caller's address itself, private ones too; for records, never to count by. */
export function currentCallerAddress(): string | null {
  return storage().getStore()?.address ?? null;
}

/** Where the request under way came from; undefined outside of one, as in a job. */
export function currentOrigin(): RequestOrigin | undefined {
  const known = storage().getStore();
  if (known === undefined) return undefined;
  const { network } = toNetwork(known.address);
  return known.requestId === null ? { network } : { network, requestId: known.requestId };
}

/**
 * An address to count by: one of IPv4, a /64 of IPv6. Null for loopback and private ones: there the other end is a
 * proxy, and a limit on it would shut out everybody behind it.
 */
export function toPeerKey(address: string): string | null {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (NOT_COUNTED.has(parsed.range())) return null;
  return parsed.kind() === "ipv4"
    ? parsed.toString()
    : `${parsed.toNormalizedString().split(":").slice(0, 4).join(":")}::/64`;
}

function storage(): AsyncLocalStorage<Known> {
  return once("limits.peer-address", () => new AsyncLocalStorage());
}
