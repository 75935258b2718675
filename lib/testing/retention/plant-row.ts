import type pg from "pg";

type Column = { name: string; type: string; label: string | null; isNeeded: boolean };

/**
 * Adds a row to a table of either schema ("auth.users"): what is given, and something in every other column that must
 * hold one. Answers the row. For a login that row-level security does not bind.
 */
export async function plantRow(
  admin: Pick<pg.Client, "query">,
  table: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { rows: columns } = await admin.query<Column>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AND NOT a.atthasdef AS "isNeeded",
       (SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = a.atttypid ORDER BY e.enumsortorder LIMIT 1) AS label
     FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = ''`,
    [table],
  );
  const needed = columns.filter(({ name, isNeeded }) => isNeeded && !(name in given));
  const row = { ...Object.fromEntries(needed.map((column) => [column.name, toSomething(column)])), ...given };
  const names = Object.keys(row);
  const { rows } = await admin.query<Record<string, unknown>>(
    `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(", ")})
     VALUES (${names.map((_, index) => `$${index + 1}`).join(", ")}) RETURNING *`,
    Object.values(row),
  );
  return rows[0] ?? {};
}

function toSomething({ type, label }: Column): unknown {
  if (label !== null) return label;
  if (type === "uuid") return crypto.randomUUID();
  if (type === "boolean") return false;
  if (type === "bytea") return Buffer.from(crypto.randomUUID());
  if (type === "jsonb") return "{}";
  if (type === "date" || type.startsWith("timestamp")) return new Date();
  if (["bigint", "integer", "smallint"].includes(type)) return 1;
  return type.endsWith("[]") ? [] : `x-${crypto.randomUUID()}`;
}
