import "#server-only";
import { findRecord } from "./store.ts";

/** When an app that registered itself did so; null for one that did not, or whose registration is gone. */
export async function findRegistration(clientId: string): Promise<Date | null> {
  const record = await findRecord("Client", clientId);
  const issuedAt = record?.payload["client_id_issued_at"];
  return typeof issuedAt === "number" ? new Date(issuedAt * 1000) : null;
}
