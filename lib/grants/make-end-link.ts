import "#server-only";
import { randomBytes } from "node:crypto";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { insertEndLink } from "./internal/end-links/store.ts";
import type { Tx } from "./store.ts";

const TOKEN_BYTES = 32;

type NewLink = {
  grantId: GrantId;
  /** What the mail with the link says: all groups the connection has, and from where it was allowed. */
  groups: readonly string[];
  network: string | null;
};

/**
 * The address of a page that ends this connection and can do nothing else, for whoever holds it. Only the token's hash is
 * kept; it is good until the connection expires.
 */
export async function makeEndLink(
  tx: Tx,
  tenantId: TenantId,
  { grantId, groups, network }: NewLink,
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const id = crypto.randomUUID();
  await insertEndLink(tx, tenantId, { id, grantId, hash: sha256Hex(token), groups: [...groups], network });
  return `${getConfig().publicUrl}/disconnect/${token}`;
}
