import "#server-only";
import { Buffer } from "node:buffer";
import { readRing, toKeySource } from "./read-ring.ts";

/**
 * 32 bytes that serve one purpose only, by HKDF-SHA256 (RFC 5869) from the active key of the ring, or from
 * `secret` where one is given. The caller owns the copy. Throws `internal` when the secret is missing or short.
 */
export function deriveKey(label: string, secret?: string): Buffer {
  const source = secret === undefined ? readRing()[0] : toKeySource(secret);
  return Buffer.from(source.keyFor(label));
}

/** The same under every key of the ring, the active one first: to accept what another instance or an older key made. */
export function deriveKeys(label: string): Buffer[] {
  return readRing().map((source) => Buffer.from(source.keyFor(label)));
}
