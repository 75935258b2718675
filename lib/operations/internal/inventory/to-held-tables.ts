import "#server-only";
import type { HeldTable } from "./find-unnamed.ts";

/** A column as the database's catalogue has it; `type` is the element's of an array. */
export type CatalogueColumn = {
  schema: string;
  table: string;
  column: string;
  type: string;
  isEnum: boolean;
};

/** Tables whose name is not their model's in the plural, and a column that is not its field's. */
const TABLES: Readonly<Record<string, string>> = {
  ToolCallPerson: "tool_call_people",
  TenantClient: "clients",
  KeyAccess: "key_access",
};
const FIELDS: Readonly<Record<string, string>> = { session_token_hash: "sessionToken" };

/** Types that hold no words; whatever is not known here is text. */
const WORDLESS = new Set(["bool", "int2", "int4", "int8", "float4", "float8", "numeric", "interval"]);
const TYPES: Readonly<Record<string, string>> = {
  json: "Json",
  jsonb: "Json",
  bytea: "Bytes",
  date: "DateTime",
  timestamp: "DateTime",
  timestamptz: "DateTime",
};

/** The tables of one schema, under the names these models give them. What no model has keeps its name in the database. */
export function toHeldTables(columns: readonly CatalogueColumn[], models: readonly string[]): HeldTable[] {
  const byTable = new Map(models.map((model) => [toTableName(model), model]));
  const grouped = Map.groupBy(columns, ({ schema, table }) => byTable.get(table) ?? `${schema}.${table}`);
  return [...grouped].map(([name, own]) => ({
    name,
    columns: own.map(({ column, type, isEnum }) => ({
      name: FIELDS[column] ?? toCamel(column),
      type: isEnum || WORDLESS.has(type) ? "other" : (TYPES[type] ?? "String"),
    })),
  }));
}

/** What the database calls a model's table. */
export function toTableName(model: string): string {
  return TABLES[model] ?? toPlural(toSnake(model));
}

function toSnake(name: string): string {
  return name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

function toPlural(name: string): string {
  if (name.endsWith("settings")) return name;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(?:s|ch|x)$/.test(name) ? `${name}es` : `${name}s`;
}

function toCamel(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
