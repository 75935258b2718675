import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findSampleRow } from "./store.ts";

/** The sample organisation if this database holds one; production refuses to start then. */
export async function findSample(): Promise<{ id: TenantId; slug: string } | null> {
  return await findSampleRow();
}
