import "#server-only";
import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A secret kept in the data directory, readable by us alone; made at first use and the same ever after. */
export async function keepSecret(dataDir: string, name: string): Promise<string> {
  const path = join(dataDir, name);
  const kept = await readFile(path, "utf8").catch(() => "");
  if (kept.trim()) return kept.trim();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600 });
  // Linking fails if a second start was quicker: then its secret is the one.
  await link(draft, path).catch(() => {});
  await rm(draft, { force: true });
  return (await readFile(path, "utf8")).trim();
}
