import type pg from "pg";

/**
 * The tables of both schemas in whose rows that text stands anywhere, whatever the column; with how many rows. Whoever
 * asks must not be bound by row-level security.
 */
export async function findInDatabase(
  admin: Pick<pg.Client, "query">,
  text: string,
): Promise<Record<string, number>> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT n.nspname || '.' || quote_ident(c.relname) AS name FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('auth', 'tenant') AND c.relkind = 'r' ORDER BY 1`,
  );
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${name} t WHERE strpos(lower(t::text), lower($1)) > 0`,
      [text],
    );
    const count = rows[0]?.n ?? 0;
    if (count > 0) found[name] = count;
  }
  return found;
}
