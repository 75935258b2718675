import "#server-only";
import type { Provider } from "#lib/identity/find-google.ts";
import { isUuid, type TenantId } from "#lib/kernel/ids.ts";
import { findConnectionWithDomains } from "./internal/sso/store.ts";
import { toProvider } from "./internal/sso/to-provider.ts";

/** An organisation's provider as it is now, or null when it was switched off, replaced, or its organisation suspended. */
export async function findCompanyProvider(tenantId: string, connectionId: string): Promise<Provider | null> {
  const found = isUuid(tenantId) ? await findConnectionWithDomains(tenantId as TenantId) : null;
  if (!found?.connection.isActive || found.connection.id !== connectionId) return null;
  return toProvider(tenantId as TenantId, found.connection, found.domains);
}
