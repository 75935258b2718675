import "#server-only";
import type { PersonId, TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { seal, unseal } from "#lib/platform/crypto/seal.ts";

/** What a sealed key is bound to: moved to another row, it does not open. `ownerId` null is the shared key. */
export type KeyPlace = {
  tenantId: TenantId;
  upstreamId: UpstreamId;
  ownerId: PersonId | null;
  version: number;
};

const LABEL = "upstream-key";

export function sealKey(key: string, place: KeyPlace): Uint8Array<ArrayBuffer> {
  return seal(key, { label: LABEL, aad: toAdditionalData(place) });
}

/** The key in the clear. Throws when the bytes were not sealed for this very place with a secret of the ring. */
export function unsealKey(sealed: Uint8Array, place: KeyPlace): string {
  return unseal(sealed, { label: LABEL, aad: toAdditionalData(place) }).toString("utf8");
}

function toAdditionalData({ tenantId, upstreamId, ownerId, version }: KeyPlace): string {
  return [tenantId, upstreamId, ownerId ?? "shared", version].join("|");
}
