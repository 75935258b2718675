import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { seal, unseal } from "#lib/platform/crypto/seal.ts";

/** What a sealed client secret is bound to: moved to another row or version, it does not open. */
export type SecretPlace = { tenantId: TenantId; connectionId: string; version: number };

const LABEL = "sso-secret";

export function sealSecret(secret: string, place: SecretPlace): Uint8Array<ArrayBuffer> {
  return seal(secret, { label: LABEL, aad: toAdditionalData(place) });
}

export function unsealSecret(sealed: Uint8Array, place: SecretPlace): string {
  return unseal(sealed, { label: LABEL, aad: toAdditionalData(place) }).toString("utf8");
}

function toAdditionalData({ tenantId, connectionId, version }: SecretPlace): string {
  return [tenantId, connectionId, version].join("|");
}
