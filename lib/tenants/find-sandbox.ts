import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findSandboxRow } from "./store.ts";

/** The reviewer's sandbox if this database holds one. Suspended means that the servers run with SANDBOX=off. */
export async function findSandbox(): Promise<{ id: TenantId; slug: string; isSuspended: boolean } | null> {
  return await findSandboxRow();
}
