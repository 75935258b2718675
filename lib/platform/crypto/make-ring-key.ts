import "#server-only";
import { generateKeyPairSync, hash, randomBytes } from "node:crypto";
import { toKeyId } from "./read-ring.ts";
import { seal, unseal } from "./seal.ts";
import type { NewRow, RingPurpose, RingRow, RingState } from "./store.ts";

const LABEL = "key-ring";

type Material = { kid: string; material: string };

/** A new key of the ring, sealed under the operator's newest secret. */
export function makeRow(purpose: RingPurpose, state: RingState): NewRow {
  return toRow(purpose === "signing" ? makeSigningKey() : makeSecret(), purpose, state);
}

/** A key from elsewhere as a member of the ring. */
export function toRow({ kid, material }: Material, purpose: RingPurpose, state: RingState): NewRow {
  return { kid, purpose, state, sealed: sealMaterial(kid, purpose, material) };
}

/** The kid ties a member to its row, the purpose to what it may be used for. */
export function sealMaterial(kid: string, purpose: RingPurpose, material: string): Uint8Array {
  return seal(material, { label: LABEL, aad: `${purpose}|${kid}`, isRoot: true });
}

/** The key itself, or null when none of the operator's secrets opens it. */
export function openMaterial({ kid, purpose, sealed }: RingRow): string | null {
  try {
    return unseal(sealed, { label: LABEL, aad: `${purpose}|${kid}`, isRoot: true }).toString("utf8");
  } catch {
    return null;
  }
}

function makeSecret(): Material {
  const material = randomBytes(32).toString("base64url");
  return { kid: toKeyId(material), material };
}

/** ES256; the kid is the key's thumbprint (RFC 7638). */
function makeSigningKey(): Material {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = privateKey.export({ format: "jwk" });
  const { crv, kty, x, y } = jwk;
  const kid = hash("sha256", JSON.stringify({ crv, kty, x, y }), "base64url");
  return { kid, material: JSON.stringify({ ...jwk, kid, use: "sig", alg: "ES256" }) };
}
