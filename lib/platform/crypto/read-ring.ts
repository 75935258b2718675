import "#server-only";
import { Buffer } from "node:buffer";
import { hkdfSync } from "node:crypto";
import { DomainError } from "#lib/kernel/errors.ts";
import { getConfig } from "../config/get-config.ts";
import { once } from "../registry/once.ts";
import { heldRing } from "./hold-ring.ts";

const SECRET_BYTES_MIN = 32;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 8;
const HEX = /^(?:[0-9a-f]{2})+$/i;
const BASE64 = /^[A-Za-z0-9_\-+/]+={0,2}$/;

/** A secret all keys of one purpose are derived from; `keyId` names it in an envelope without revealing it. */
export type KeySource = { keyId: Buffer; keyFor: (label: string) => Buffer };

type Cached = { secrets: readonly string[]; sources: readonly KeySource[] };

/**
 * The keys everything is sealed and signed under: the active one first, then every other that may have been or may
 * become it. Until the stored ring is loaded these are the operator's secrets, the ring's first members. Throws
 * `internal` when one is missing, malformed or short.
 */
export function readRing(): readonly [KeySource, ...KeySource[]] {
  return toSources("crypto.ring", heldRing()?.secrets ?? getConfig().secrets);
}

/** The operator's SECRETS, newest first: what the stored ring itself is sealed under, and nothing else. */
export function readRoots(): readonly [KeySource, ...KeySource[]] {
  return toSources("crypto.roots", getConfig().secrets);
}

function toSources(name: string, secrets: readonly string[]): readonly [KeySource, ...KeySource[]] {
  const holder = once<{ cached: Cached | undefined }>(name, () => ({ cached: undefined }));
  if (holder.cached?.secrets !== secrets) {
    holder.cached = { secrets, sources: secrets.map((secret) => toCachedSource(decodeSecret(secret))) };
  }
  const [newest, ...older] = holder.cached.sources;
  if (newest === undefined) throw broken("secret ring is empty");
  return [newest, ...older];
}

/** The id an envelope names a secret by. */
export function toKeyId(secret: string): string {
  return toSource(decodeSecret(secret)).keyId.toString("hex");
}

/** A key source outside the ring, for values sealed under a token that only its bearer holds. Nothing is cached. */
export function toKeySource(secret: string): KeySource {
  const bytes = Buffer.from(secret, "utf8");
  if (bytes.length < SECRET_BYTES_MIN) throw broken("sealing secret is too short");
  return toSource(bytes);
}

function decodeSecret(secret: string): Buffer {
  // A long run of hex digits is also valid base64url; it is always read as hex so that its strength is not overstated.
  const encoding = HEX.test(secret) ? "hex" : "base64url";
  if (encoding === "base64url" && !BASE64.test(secret)) throw broken("secret is neither base64 nor hex");
  const bytes = Buffer.from(secret, encoding);
  if (bytes.length < SECRET_BYTES_MIN) throw broken("secret is shorter than 32 bytes");
  return bytes;
}

function toSource(secret: Buffer): KeySource {
  return {
    keyId: derive(secret, "connect/key-id/v1", KEY_ID_BYTES),
    keyFor: (label) => {
      if (label === "") throw broken("key label is empty");
      return derive(secret, `connect/key/v1/${label}`, KEY_BYTES);
    },
  };
}

function toCachedSource(secret: Buffer): KeySource {
  const source = toSource(secret);
  const keys = new Map<string, Buffer>();
  return {
    keyId: source.keyId,
    keyFor: (label) => {
      let key = keys.get(label);
      if (key === undefined) keys.set(label, (key = source.keyFor(label)));
      return key;
    },
  };
}

/** HKDF-SHA256 without salt, as RFC 5869 section 3.1 allows for secrets that are already uniformly random. */
function derive(secret: Buffer, info: string, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, new Uint8Array(0), info, length));
}

function broken(detail: string): DomainError {
  return new DomainError(
    "internal",
    "The server's secrets are not set up. Ask the operator to check SECRETS.",
    {
      detail,
    },
  );
}
