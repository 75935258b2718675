import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findSettings, type SettingsRow, type Tx } from "./internal/settings/store.ts";

export type ConnectionLimits = Pick<
  SettingsRow,
  "connectionDaysMax" | "idleDaysMax" | "accessTokenMinutes" | "consentDefault"
>;

/** How long a connection may last and go unused there, in the caller's transaction; defaults where nothing was chosen. */
export async function findConnectionLimits(tx: Tx, tenantId: TenantId): Promise<ConnectionLimits> {
  return await findSettings(tx, tenantId);
}
