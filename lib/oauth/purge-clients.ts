import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { deleteIdleClients } from "./internal/clients/store.ts";
import { deleteOldDocuments } from "./internal/documents/store.ts";

/**
 * Forgets registrations nobody connected within three days, or used for 180, and documents nobody came back for. A
 * host that kept such a registration is told so, and registers again: 400 at authorize, 401 at the token endpoint.
 */
export async function purgeClients(): Promise<void> {
  const clients = await deleteIdleClients();
  const documents = await deleteOldDocuments();
  if (clients + documents > 0) log.info({ clients, documents }, "unused clients purged");
}
