import "#server-only";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

export const PRISMA_DIR = resolve(import.meta.dirname, "../../../../prisma");
export const MIGRATIONS_DIR = join(PRISMA_DIR, "migrations");

type Migration = { name: string; script: string };

/** Every migration of a directory, oldest first. A folder without `migration.sql` is an error: it would be skipped silently. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = async (name: string) => ({
    name,
    script: await readFile(join(directory, name, "migration.sql"), "utf8"),
  });
  return Promise.all(names.sort().map(read));
}

/** The Prisma schema with all its files, in the shape the schema engine takes. */
export async function readSchemaFiles(): Promise<{ path: string; content: string }[]> {
  const names = await readdir(PRISMA_DIR, { recursive: true });
  const paths = names.filter((name) => name.endsWith(".prisma")).map((name) => join(PRISMA_DIR, name));
  return Promise.all(paths.sort().map(async (path) => ({ path, content: await readFile(path, "utf8") })));
}
