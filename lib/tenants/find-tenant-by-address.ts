import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findAddress } from "./store.ts";

const ADDRESS = /^[a-z2-7]{12,64}$/;

/** The active organisation whose own MCP address ends in `address`, or null. */
export async function findTenantByAddress(address: string): Promise<TenantId | null> {
  return ADDRESS.test(address) ? await findAddress(address) : null;
}
