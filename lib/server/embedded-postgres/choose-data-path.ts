import "#server-only";
import { createHash } from "node:crypto";
import { chmod, mkdir, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Account, canReach } from "./find-account.ts";
import { findPostmaster, stopPostmaster } from "./inspect-postmaster.ts";

const SHARED_HOME = "/var/lib/trinity-connect";

/** Makes the data directory; as root it lets other accounts pass through, since Postgres runs as one. Files in it stay 0600. */
export async function makeDataDir(dataDir: string, account: Account | undefined): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: account ? 0o711 : 0o700 });
  const { uid, mode } = await stat(dataDir);
  if (account && uid === process.getuid?.()) await chmod(dataDir, (mode & 0o777) | 0o011);
  return realpath(dataDir);
}

/** Where the cluster goes: inside the data directory, or, where Postgres' account cannot get there, in a place of its own. */
export async function chooseDataPath(dataDir: string, account: Account | undefined): Promise<string> {
  if (await canReach(account, dataDir)) return join(dataDir, "postgres");
  await mkdir(SHARED_HOME, { recursive: true, mode: 0o755 });
  const key = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const dataPath = join(SHARED_HOME, `data-${key}`);
  // Whoever deleted the data directory deleted the keys to this data with it and expects a fresh start.
  const orphan = await findPostmaster(dataPath);
  if (orphan) await stopPostmaster(orphan);
  await rm(dataPath, { recursive: true, force: true });
  return dataPath;
}
