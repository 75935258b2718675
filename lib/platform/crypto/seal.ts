import "#server-only";
import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { DomainError, isDomainError } from "#lib/kernel/errors.ts";
import { reportUnknownKey } from "./hold-ring.ts";
import { type KeySource, readRing, readRoots, toKeySource } from "./read-ring.ts";

// version 1 | key id 8 | wrapped data key 60 (nonce 12, key 32, tag 16) | nonce 12 | ciphertext | tag 16
const VERSION = 1;
const KEY_ID_END = 9;
const WRAPPED_END = KEY_ID_END + 60;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_BYTES_MIN = WRAPPED_END + NONCE_BYTES + TAG_BYTES;

/**
 * `label` separates purposes. `aad` says where the value belongs (tenant, row, owner, version): a value moved
 * elsewhere no longer opens. `secret` replaces the ring for values only the bearer of that secret may open; `isRoot`
 * seals under the operator's SECRETS, as the ring's own members are.
 */
export type SealOptions = { label: string; aad: string; secret?: string; isRoot?: true };

/** Seals a value with AES-256-GCM under a data key of its own, wrapped under the active key of the ring. */
export function seal(plaintext: Uint8Array | string, options: SealOptions): Uint8Array<ArrayBuffer> {
  const [source] = sourcesOf(options);
  const head = Buffer.concat([Buffer.of(VERSION), source.keyId]);
  const aad = bindAad(head, options);
  const dataKey = randomBytes(32);
  const wrapped = encrypt(wrappingKey(source, options), dataKey, aad);
  const body = encrypt(dataKey, plaintext, aad);
  dataKey.fill(0);
  return new Uint8Array(Buffer.concat([head, wrapped, body]));
}

/**
 * Opens what `seal` made under any key still in the ring. Every failure (moved, cut, altered, unknown version or
 * retired secret) is the same `internal` error.
 */
export function unseal(sealed: Uint8Array, options: SealOptions): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < SEALED_BYTES_MIN || bytes[0] !== VERSION) throw unopened();
  const head = bytes.subarray(0, KEY_ID_END);
  const source = sourcesOf(options).find(({ keyId }) => keyId.equals(head.subarray(1)));
  if (source === undefined) {
    if (options.secret === undefined && !options.isRoot) reportUnknownKey();
    throw unopened();
  }
  const aad = bindAad(head, options);
  const dataKey = decrypt(wrappingKey(source, options), bytes.subarray(KEY_ID_END, WRAPPED_END), aad);
  const plaintext = decrypt(dataKey, bytes.subarray(WRAPPED_END), aad);
  dataKey.fill(0);
  return plaintext;
}

/** The text `seal` was given; null where `unseal` refuses: for what comes back from outside, where that is nothing unusual. */
export function unsealText(sealed: Uint8Array, options: SealOptions): string | null {
  try {
    return unseal(sealed, options).toString("utf8");
  } catch (error) {
    if (isDomainError(error, "internal")) return null;
    throw error;
  }
}

/** The id of the secret a value was sealed under. */
export function sealedUnder(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(1, KEY_ID_END)).toString("hex");
}

function sourcesOf({ secret, isRoot }: SealOptions): readonly [KeySource, ...KeySource[]] {
  if (secret !== undefined) return [toKeySource(secret)];
  return isRoot ? readRoots() : readRing();
}

function wrappingKey(source: KeySource, { label }: SealOptions): Buffer {
  return source.keyFor(`seal/${label}`);
}

/** The length prefix keeps (label "a", aad "bc") and (label "ab", aad "c") apart. */
function bindAad(head: Buffer, { label, aad }: SealOptions): Buffer {
  if (label === "" || aad === "") {
    throw new DomainError("internal", "Something went wrong on our side. Try again.", {
      detail: "seal needs a label and additional data",
    });
  }
  return Buffer.concat([head, Buffer.from(`${Buffer.byteLength(label)}:${label}${aad}`, "utf8")]);
}

function encrypt(key: Buffer, plaintext: Uint8Array | string, aad: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const ciphertext =
    typeof plaintext === "string" ? cipher.update(plaintext, "utf8") : cipher.update(plaintext);
  return Buffer.concat([nonce, ciphertext, cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, aad: Buffer): Buffer<ArrayBuffer> {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw unopened();
  }
}

function unopened(): DomainError {
  return new DomainError(
    "internal",
    "A stored secret could not be read. Enter it again, or ask the operator.",
    {
      detail: "unseal refused",
    },
  );
}
