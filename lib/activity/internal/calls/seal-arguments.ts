import "#server-only";
import { Buffer } from "node:buffer";
import type { TenantId } from "#lib/kernel/ids.ts";
import { seal, unseal } from "#lib/platform/crypto/seal.ts";

type Place = { tenantId: TenantId; id: string };
const LABEL = "call-arguments";
const BYTES_MAX = 16 * 1024;

/** As much of the text as is ever sealed, and nothing of the body it stands in. */
export function cutArguments(text: string): string {
  return Buffer.from(text.slice(0, BYTES_MAX)).toString();
}

/** The first 16 KB of a call's arguments, sealed for its row. */
export function sealArguments(text: string, { tenantId, id }: Place): Buffer {
  const kept = Buffer.from(text).subarray(0, BYTES_MAX);
  return Buffer.from(seal(kept, { label: LABEL, aad: `${tenantId}|${id}` }));
}

export function openArguments(sealed: Uint8Array, { tenantId, id }: Place): string {
  return unseal(sealed, { label: LABEL, aad: `${tenantId}|${id}` }).toString("utf8");
}
