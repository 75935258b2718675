import "#server-only";
import { generateKeyPairSync, hash, type JsonWebKey } from "node:crypto";
import { seal, unseal } from "#lib/platform/crypto/seal.ts";
import { log } from "#lib/platform/log/log.ts";
import { ensureSigningKeys } from "../../store.ts";

const LABEL = "oauth/signing-key";

/** The provider's ES256 keys: made at first use, stored sealed. A key no secret of the ring opens is passed over. */
export async function loadSigningKeys(): Promise<{ keys: JsonWebKey[] }> {
  const stored = await ensureSigningKeys((kid, sealed) => openKey(kid, sealed) !== null, createKey);
  const keys = stored.map(({ kid, sealed }) => openKey(kid, sealed)).filter((key) => key !== null);
  return { keys };
}

function createKey(): { kid: string; sealed: Uint8Array } {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = privateKey.export({ format: "jwk" });
  const { crv, kty, x, y } = jwk;
  const kid = hash("sha256", JSON.stringify({ crv, kty, x, y }), "base64url");
  const complete = JSON.stringify({ ...jwk, kid, use: "sig", alg: "ES256" });
  return { kid, sealed: seal(complete, { label: LABEL, aad: kid }) };
}

function openKey(kid: string, sealed: Uint8Array): JsonWebKey | null {
  try {
    return JSON.parse(unseal(sealed, { label: LABEL, aad: kid }).toString("utf8")) as JsonWebKey;
  } catch {
    log.warn({ kid }, "a signing key cannot be opened with the present secrets");
    return null;
  }
}
