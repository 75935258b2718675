import "#server-only";
import { domainOf } from "#lib/identity/schema.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findConnection, findDomains } from "../sso/store.ts";
import type { Tx } from "./store.ts";

/**
 * Which addresses may join: all, unless the organisation keeps to its own sign-in, which knows those of its proved
 * domains alone.
 */
export async function findAdmitted(tx: Tx, tenantId: TenantId): Promise<(address: string) => boolean> {
  const connection = await findConnection(tx, tenantId);
  if (!connection?.isActive || !connection.isRequired) return () => true;
  const proved = (await findDomains(tx, tenantId)).filter(({ provenAt }) => provenAt !== null);
  const domains = new Set(proved.map(({ domain }) => domain));
  return (address) => domains.has(domainOf(address));
}
