import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { seal, unseal } from "#lib/platform/crypto/seal.ts";

/** What a sealed signing secret is bound to: moved to another row or version, it does not open. */
export type SecretPlace = { tenantId: TenantId; streamId: string; version: number };
/** What a sealed header is bound to: it does not open for another address. */
export type HeaderPlace = { tenantId: TenantId; streamId: string; name: string; origin: string };

const SECRET = "log-stream-secret";
const HEADER = "log-stream-header";

export function sealSecret(secret: string, place: SecretPlace): Uint8Array<ArrayBuffer> {
  return seal(secret, { label: SECRET, aad: ofSecret(place) });
}

export function unsealSecret(sealed: Uint8Array, place: SecretPlace): string {
  return unseal(sealed, { label: SECRET, aad: ofSecret(place) }).toString("utf8");
}

export function sealHeader(value: string, place: HeaderPlace): Uint8Array<ArrayBuffer> {
  return seal(value, { label: HEADER, aad: ofHeader(place) });
}

export function unsealHeader(sealed: Uint8Array, place: HeaderPlace): string {
  return unseal(sealed, { label: HEADER, aad: ofHeader(place) }).toString("utf8");
}

function ofSecret({ tenantId, streamId, version }: SecretPlace): string {
  return [tenantId, streamId, version].join("|");
}

function ofHeader({ tenantId, streamId, name, origin }: HeaderPlace): string {
  return [tenantId, streamId, name, origin].join("|");
}
