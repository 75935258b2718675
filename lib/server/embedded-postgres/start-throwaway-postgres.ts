import "#server-only";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopOnSignals } from "../stop-on-signals.ts";
import { findPostmaster, isAlive, stopPostmaster } from "./inspect-postmaster.ts";
import { findState } from "./keep-state.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./start-embedded-postgres.ts";

const PREFIX = "trinity-connect-throwaway-";

/** Removes what runs that were killed left behind. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX) || isAlive(Number(name.slice(PREFIX.length).split("-")[0]))) continue;
    const dataDir = join(tmpdir(), name);
    const dataPath = (await findState(dataDir))?.dataPath ?? join(dataDir, "postgres");
    const orphan = await findPostmaster(dataPath);
    if (orphan) await stopPostmaster(orphan);
    await rm(dataDir, { recursive: true, force: true }).catch(() => {});
  }
}

async function startIn(dataDir: string, isThrowaway: boolean): Promise<EmbeddedPostgres> {
  await mkdir(dataDir);
  await chmod(dataDir, 0o711);
  return await startEmbeddedPostgres({ dataDir, isThrowaway });
}

/**
 * A fresh, fast Postgres for tests, with the roles and an empty database; `stop` removes it altogether, and so does a signal
 * that ends this process. A durable one is slower and keeps through a crash what it has committed, as the product's does.
 */
export async function startThrowawayPostgres({ isDurable = false } = {}): Promise<EmbeddedPostgres> {
  await sweep();
  const dataDir = join(tmpdir(), `${PREFIX}${process.pid}-${randomBytes(4).toString("hex")}`);
  let starting: Promise<EmbeddedPostgres> | undefined;
  // Before there is a folder: a signal in between would leave it behind.
  const stop = stopOnSignals(async () => {
    const running = await starting?.catch(() => undefined);
    await running?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  starting = startIn(dataDir, !isDurable);
  const started = await starting;
  return {
    ...started,
    get pid() {
      return started.pid;
    },
    stop,
  };
}
