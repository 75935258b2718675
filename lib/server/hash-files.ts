import "#server-only";
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";

export const PROJECT_DIR = join(import.meta.dirname, "../..");

const isSource = (path: string) =>
  !/\.test\.tsx?$|\.md$/.test(path) && !path.startsWith("lib/platform/db/generated/");

async function listFiles(entry: string): Promise<string[]> {
  const path = join(PROJECT_DIR, entry);
  const found = await stat(path).catch(() => undefined);
  if (!found) return [];
  if (!found.isDirectory()) return [entry];
  const children = await readdir(path, { recursive: true, withFileTypes: true });
  return children
    .filter((child) => child.isFile())
    .map((child) => relative(PROJECT_DIR, join(child.parentPath, child.name)));
}

/** One hash over the names and contents of those files and folders of the project; tests and prose do not count. */
export async function hashFiles(entries: string[]): Promise<string> {
  const paths = (await Promise.all(entries.map(listFiles))).flat().filter(isSource).sort();
  const contents = await Promise.all(paths.map((path) => readFile(join(PROJECT_DIR, path))));
  const hash = createHash("sha256");
  for (const [index, path] of paths.entries()) {
    const content = contents[index] ?? "";
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
