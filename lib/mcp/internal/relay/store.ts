import "#server-only";
import { appSql } from "#lib/platform/db/sql.ts";

/** Tells every instance something it may know more about; it is said once and kept nowhere. */
export async function tellInstances(payload: string): Promise<void> {
  await appSql().query({
    name: "tell-instances",
    text: "SELECT pg_notify('connect_relay', $1)",
    values: [payload],
  });
}
