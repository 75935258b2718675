import type pg from "pg";

export type Row = Record<string, unknown>;
type Column = { name: string; type: string; kind: string; label: string | null };
export type Table = { name: string; columns: Column[]; key: "id" | "tenant_id" };

/** Every table of the schema, from the catalogue: a table added later is in here without a word in this file. */
export async function readTables(admin: pg.Client): Promise<Table[]> {
  const { rows } = await admin.query<{ name: string; columns: Column[] }>(`
    SELECT c.relname AS name, json_agg(json_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, NULL), 'kind', t.typtype,
      'label', (SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 1)) ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE n.nspname = 'tenant' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE '\\_%' GROUP BY c.relname ORDER BY c.relname`);
  return rows.map((row) => ({ ...row, key: row.name === "tenants" ? "id" : "tenant_id" }));
}

export type Reference = { from: string; to: string; columns: string[]; targets: string[] };

/** The foreign keys of the schema, column by column. */
export async function readReferences(admin: pg.Client): Promise<Reference[]> {
  const { rows } = await admin.query<Reference>(`
    SELECT f.relname AS "from", t.relname AS "to",
      ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, o) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY o) AS columns,
      ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, o) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY o) AS targets
    FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
    JOIN pg_namespace n ON n.oid = f.relnamespace WHERE k.contype = 'f' AND n.nspname = 'tenant'`);
  return rows;
}

/** A table after all it refers to. */
export function inDependencyOrder(tables: readonly Table[], references: readonly Reference[]): Table[] {
  const ordered: Table[] = [];
  const left = new Set(tables);
  while (left.size > 0) {
    const before = left.size;
    for (const table of left) {
      const needs = references.filter(({ from, to }) => from === table.name && to !== table.name);
      if (needs.every(({ to }) => ordered.some(({ name }) => name === to))) {
        ordered.push(table);
        left.delete(table);
      }
    }
    if (left.size === before) throw new Error("tables refer to each other in a circle");
  }
  return ordered;
}

/** A row of that table with something in every column; `made` holds the rows it refers to. */
export function makeRow(
  table: Table,
  tenantId: string,
  made: Readonly<Record<string, Row>>,
  references: readonly Reference[],
): Row {
  const row: Row = {};
  for (const { name, type, kind, label } of table.columns) {
    if (type === "uuid") row[name] = crypto.randomUUID();
    else if (kind === "e") row[name] = label;
    else if (type === "boolean") row[name] = false;
    else if (type === "bytea") row[name] = Buffer.from("x");
    else if (type === "jsonb") row[name] = "{}";
    else if (type === "date" || type.startsWith("timestamp")) row[name] = new Date();
    else if (type === "bigint" || type === "integer") row[name] = 1;
    else if (type.endsWith("[]")) row[name] = [];
    else row[name] = `x-${crypto.randomUUID()}`;
  }
  row[table.key] = tenantId;
  for (const { from, to, columns, targets } of references) {
    if (from !== table.name) continue;
    const target = (to === table.name ? row : made[to]) ?? {};
    columns.forEach((column, index) => (row[column] = target[targets[index] ?? ""]));
  }
  return row;
}

/** A row as read, in the form it is written. */
export function toInput(row: Row, { columns }: Table): Row {
  return Object.fromEntries(
    columns.map(({ name, type }) => [
      name,
      type === "jsonb" && row[name] !== null ? JSON.stringify(row[name]) : row[name],
    ]),
  );
}
