import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { type ClientRow, findClient } from "../clients/store.ts";
import type { Tx } from "./store.ts";

/** The organisation's app of that id; throws `not_found` for one that is another's or nobody's. */
export async function getClient(tx: Tx, tenantId: TenantId, id: string): Promise<ClientRow> {
  const client = await findClient(tx, tenantId, id);
  if (client === null) throw new DomainError("not_found", "There is no such app here. Reload the list.");
  return client;
}
