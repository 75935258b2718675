import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findPausedAt } from "./internal/lifecycle/store.ts";

/** Whether somebody paused all of that organisation's tools, as its row says now. */
export async function isPaused(tenantId: TenantId): Promise<boolean> {
  return (await findPausedAt(tenantId)) !== null;
}
