import "#server-only";
import type { TenantId } from "../../kernel/ids.ts";
import type { Tx } from "../db/tx.ts";
import { clearRefusedAddress } from "./store.ts";

/** Forgets that an address refused mails of an organisation, in the caller's transaction; that there were some stays. */
export async function forgetAddress(tx: Tx, tenantId: TenantId, address: string): Promise<void> {
  await clearRefusedAddress(tx, tenantId, address);
}
