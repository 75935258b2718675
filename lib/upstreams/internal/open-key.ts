import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { OwnerKey } from "../lease-session.ts";
import { findSealedKey } from "../store.ts";
import { unsealKey } from "./seal-key.ts";

type Owner = { tenantId: TenantId; upstreamId: UpstreamId; key: OwnerKey };

/** The key in the clear; null once it was replaced, removed, or is another instance's. */
export async function openKey({ tenantId, upstreamId, key }: Owner): Promise<string | null> {
  if (key.reveal !== undefined) return key.reveal();
  const found = await findSealedKey(tenantId, key);
  if (found === null || found.upstreamId !== upstreamId) return null;
  return unsealKey(found.sealed, { tenantId, upstreamId, ownerId: found.ownerId, version: key.version });
}
