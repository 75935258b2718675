import "#server-only";
import { createHash } from "node:crypto";
import type { TenantId } from "#lib/kernel/ids.ts";

/** The same id for the same name in the same sandbox, so that what is seeded twice is there once. */
export function seedId(tenantId: TenantId, name: string): string {
  const bytes = createHash("sha256").update(`sandbox ${tenantId} ${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Numbers from 0 up to 1 that look random and are the same for the same name. */
export function seedNumbers(name: string): () => number {
  let state = createHash("sha256").update(name).digest().readUInt32LE(0);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
