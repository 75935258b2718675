import "#server-only";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
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

/**
 * A fresh, fast Postgres for tests, with the roles and an empty database; `stop` removes it altogether, and so does a signal
 * that ends this process. A durable one is slower and keeps through a crash what it has committed, as the product's does.
 */
export async function startThrowawayPostgres({ isDurable = false } = {}): Promise<EmbeddedPostgres> {
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(dataDir, 0o711);
  const starting = startEmbeddedPostgres({ dataDir, isThrowaway: !isDurable });
  const stop = stopOnSignals(async () => {
    const running = await starting.catch(() => undefined);
    await running?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const started = await starting;
  return {
    ...started,
    get pid() {
      return started.pid;
    },
    stop,
  };
}
