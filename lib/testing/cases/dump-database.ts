import pg from "pg";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { withDatabase } from "../use-database.ts";

type Column = { schema: string; table: string; name: string; type: string };

/** What a number or a moment is written with can look like a short code by chance; neither holds a secret. */
const WITHOUT_TEXT = /^(?:timestamp|date|time|integer|bigint|smallint|boolean|double|real|numeric|interval)/;

/**
 * Every value of every column that can hold text or bytes, in every schema of ours, as whoever steals a backup would
 * read it: bytes both as text and in hexadecimal.
 */
export async function dumpDatabase(superuserUrl: string): Promise<string> {
  const database = new URL(getConfig().databaseUrl ?? "").pathname.slice(1);
  const client = new pg.Client({ connectionString: withDatabase(superuserUrl, database) });
  await client.connect();
  try {
    const { rows } = await client.query<Column>(`
      SELECT n.nspname AS schema, c.relname AS "table", a.attname AS name, format_type(a.atttypid, NULL) AS type
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('tenant', 'auth', 'public') AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`);
    const dumps: string[] = [];
    for (const column of rows.filter(({ type }) => !WITHOUT_TEXT.test(type))) {
      dumps.push(await dumpColumn(client, column));
    }
    return dumps.join("\n");
  } finally {
    await client.end();
  }
}

async function dumpColumn(client: pg.Client, { schema, table, name, type }: Column): Promise<string> {
  const column = client.escapeIdentifier(name);
  const text =
    type === "bytea" ? `encode(${column}, 'escape') || ' ' || encode(${column}, 'hex')` : `${column}::text`;
  const { rows } = await client.query<{ value: string | null }>(
    `SELECT ${text} AS value FROM ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(table)}`,
  );
  return rows.map(({ value }) => `${schema}.${table}.${name}: ${value ?? ""}`).join("\n");
}
