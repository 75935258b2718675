import "#server-only";
import { withSchemaEngine } from "./internal/open-schema-engine.ts";
import { readSchemaFiles } from "./internal/read-prisma-files.ts";

const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * The SQL that leads from a migrated database (or, without a url, from nothing) to `prisma/**.prisma`.
 * Empty when they agree. Sees tables, columns, indexes and keys, not policies, roles or functions.
 */
export async function diffSchema(url?: string): Promise<string> {
  const files = await readSchemaFiles();
  const configDir = "";
  return withSchemaEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: url ? { tag: "schemaDatasource", files, configDir } : { tag: "empty" },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    const script = stdout ?? "";
    return script.includes("This is an empty migration") ? "" : script;
  });
}
