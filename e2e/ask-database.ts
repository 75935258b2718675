import pg from "pg";
import { readAdminUrl } from "./server.ts";

/** Asks the server’s database as its superuser. */
export async function askDatabase<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const admin = new pg.Client({ connectionString: readAdminUrl() });
  await admin.connect();
  const { rows } = await admin.query<Row>(text, values);
  await admin.end();
  return rows;
}
