import "#server-only";
import { createHash } from "node:crypto";
import { access, chmod, constants, mkdir, readdir, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { StartRefused } from "../refuse-start.ts";
import { type Account, canReach } from "./find-account.ts";
import { findPostmaster, stopPostmaster } from "./inspect-postmaster.ts";

const SHARED_HOME = "/var/lib/trinity-connect";

/**
 * Makes the data directory; as root it lets other accounts pass through, since Postgres runs as one, and files in it
 * stay 0600. A directory that was there keeps its permissions.
 */
export async function makeDataDir(dataDir: string, account: Account | undefined): Promise<string> {
  const mode = account ? 0o711 : 0o700;
  try {
    const made = await mkdir(dataDir, { recursive: true, mode });
    if (made !== undefined) await chmod(dataDir, mode);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const hasState = (await readdir(dataDir)).includes("postgres.json");
    if (hasState) await access(join(dataDir, "postgres.json"), constants.R_OK);
  } catch (cause) {
    throw new StartRefused(
      `DATA_DIR (${dataDir}) cannot be written by this account; set DATA_DIR to a directory of its own or start as the account that made it.`,
      { cause },
    );
  }
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
