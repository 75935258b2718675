import "#server-only";
import { hash, timingSafeEqual } from "node:crypto";

/** SHA-256 in lower-case hex; the only form in which a token or code is stored. */
export function sha256Hex(value: string | Uint8Array): string {
  return hash("sha256", value, "hex");
}

/** Compares two secrets in time that depends on neither their content nor where they differ. */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return timingSafeEqual(hash("sha256", a, "buffer"), hash("sha256", b, "buffer"));
}
