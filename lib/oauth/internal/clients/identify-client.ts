import "#server-only";
import type { Payload } from "oidc-provider";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { mintToken } from "../tokens/token-format.ts";

/** Whether this client proves itself with a secret. */
export function isConfidential({ token_endpoint_auth_method: method }: Payload): boolean {
  return method === "client_secret_basic" || method === "client_secret_post";
}

/** A client's record under its id, issued now. */
export function identify(id: string, metadata: Payload): Payload {
  return { client_id: id, client_id_issued_at: Math.floor(Date.now() / 1000), ...metadata };
}

/** The same with a new secret: `payload` holds its hash only, `secret` is to be shown once. */
export function withSecret(id: string, metadata: Payload): { payload: Payload; secret: string } {
  const secret = mintToken("tccs_");
  const stored = { client_secret: sha256Hex(secret), client_secret_expires_at: 0 };
  return { payload: { ...identify(id, metadata), ...stored }, secret };
}
