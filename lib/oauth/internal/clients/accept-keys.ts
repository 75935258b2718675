import "#server-only";
import type { Payload } from "oidc-provider";

export type PublicKeys = { keys: Payload[] };

const KEYS_MAX = 20;
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];
const KEPT_MEMBERS = ["kty", "crv", "x", "y", "n", "e", "alg", "kid", "use"] as const;
const KINDS = ["EC", "RSA", "OKP"];
/** Half a character or a control is none of a key's, and no store takes it. */
const TEXT = /^[^\p{Cc}\p{Cs}]+$/u;

/** What a client signs its assertions with; no HMAC, so that a public key is never a shared secret (RFC 8725 2.1). */
export const SIGNING_ALGS = ["ES256", "RS256", "PS256", "Ed25519", "EdDSA"];

/**
 * The public keys of a set (RFC 7517), those we cannot use left out. Null for anything that is no set, holds a private
 * or symmetric key anywhere, holds more than 20, or leaves none.
 */
export function acceptKeys(input: unknown): PublicKeys | null {
  const list = isObject(input) ? input.keys : undefined;
  if (!Array.isArray(list) || list.length > KEYS_MAX || !list.every(isObject)) return null;
  if (list.some(isPrivate)) return null;
  const keys = list.filter(isUsable).map(keepPublic);
  return keys.length === 0 ? null : { keys };
}

/** Whether a private or symmetric key lies in what should be a public set. */
export function holdsPrivateKey(input: unknown): boolean {
  const list = isObject(input) ? input.keys : undefined;
  return Array.isArray(list) && list.some((key) => isObject(key) && isPrivate(key));
}

function isPrivate(key: Payload): boolean {
  return PRIVATE_MEMBERS.some((member) => Object.hasOwn(key, member));
}

function isUsable(key: Payload): boolean {
  const { kty, alg, use } = key;
  if (typeof kty !== "string" || !KINDS.includes(kty)) return false;
  if (KEPT_MEMBERS.some((member) => Object.hasOwn(key, member) && !isFilled(key[member]))) return false;
  if (use !== undefined && use !== "sig") return false;
  if (alg !== undefined && !SIGNING_ALGS.includes(alg as string)) return false;
  if (kty === "RSA") return isFilled(key.n) && isFilled(key.e);
  if (kty === "EC") return key.crv === "P-256" && isFilled(key.x) && isFilled(key.y);
  return key.crv === "Ed25519" && isFilled(key.x);
}

function keepPublic(key: Payload): Payload {
  return Object.fromEntries(
    KEPT_MEMBERS.flatMap((member) => (Object.hasOwn(key, member) ? [[member, key[member]]] : [])),
  );
}

function isFilled(value: unknown): boolean {
  return typeof value === "string" && TEXT.test(value);
}

function isObject(value: unknown): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
