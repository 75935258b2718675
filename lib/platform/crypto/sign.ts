import "#server-only";
import { createHmac } from "node:crypto";
import { constantTimeEqual } from "./hash-secret.ts";
import { type KeySource, readRing } from "./read-ring.ts";

/** HMAC-SHA256 over `data` in base64url, under the newest secret. A MAC of one label never verifies under another. */
export function signMac(label: string, data: string | Uint8Array): string {
  return macUnder(readRing()[0], label, data);
}

/** True when `mac` was made by `signMac` for that label and data under any secret still in the ring. */
export function verifyMac(label: string, data: string | Uint8Array, mac: string): boolean {
  return readRing().some((source) => constantTimeEqual(macUnder(source, label, data), mac));
}

function macUnder(source: KeySource, label: string, data: string | Uint8Array): string {
  return createHmac("sha256", source.keyFor(`mac/${label}`))
    .update(data)
    .digest("base64url");
}
