import "#server-only";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chooseDataPath, makeDataDir } from "./choose-data-path.ts";
import { findAccount, findOwner } from "./find-account.ts";
import { type HeldLock, holdLock } from "./hold-lock.ts";
import { type Cluster, initCluster, isInitialised, resetPassword } from "./init-cluster.ts";
import { findPostmaster, stopPostmaster } from "./inspect-postmaster.ts";
import { createState, findState, type PostgresState, saveState } from "./keep-state.ts";
import { boundLog, launchPostmaster } from "./launch-postmaster.ts";
import { placeBinaries } from "./place-binaries.ts";
import { answersAs, type PostgresUrls, prepareDatabase, toAdminUrl, toUrls } from "./prepare-database.ts";

export type EmbeddedPostgres = {
  urls: PostgresUrls;
  /** The superuser's address, for tests that make databases; the product never uses it. */
  adminUrl: string;
  startedMs: number;
  /** True when a server left running by an earlier process was taken over. */
  isAdopted: boolean;
  pid: number;
  /** Stops Postgres: open transactions are rolled back, data is kept. */
  stop: () => Promise<void>;
  /** Leaves Postgres running for the next process to adopt. */
  release: () => Promise<void>;
};

type Options = {
  dataDir: string;
  /** Trades durability for speed; for test clusters only. */
  isThrowaway?: boolean;
  /** Told when Postgres died under us and was started again, or could not be. */
  onTrouble?: (sentence: string) => void;
};
type Running = { state: PostgresState; pid: number; isAdopted: boolean };

const LOG_CHECK_MS = 60_000;
const RESTART_PAUSE_MS = 1000;

async function settle(
  dataDir: string,
  isThrowaway: boolean,
): Promise<{ cluster: Cluster; state: PostgresState }> {
  const kept = await findState(dataDir);
  const account = await findOwner(kept?.dataPath);
  const native = await placeBinaries(account, dataDir);
  const dataPath = kept?.dataPath ?? (await chooseDataPath(dataDir, account));
  const cluster = { native, account, dataPath, isThrowaway };
  const state = kept ?? (await createState(dataDir, dataPath));
  if (!(await isInitialised(dataPath))) {
    await initCluster(cluster, state.passwords.superuser);
    state.rolesHash = "";
  } else if (!kept) {
    const orphan = await findPostmaster(dataPath);
    if (orphan) await stopPostmaster(orphan);
    await resetPassword(cluster, state.passwords.superuser);
  }
  return { cluster, state };
}

async function run(
  cluster: Cluster,
  state: PostgresState,
  place: { dataDir: string; mayMove: boolean },
): Promise<Running> {
  const orphan = await findPostmaster(cluster.dataPath);
  if (orphan) {
    if (await answersAs(state, await realpath(cluster.dataPath)))
      return { state, pid: orphan, isAdopted: true };
    await stopPostmaster(orphan);
  }
  const logFile = join(place.dataDir, "postgres.log");
  const wish = { port: state.port, mayMove: place.mayMove, logFile };
  const { pid, port } = await launchPostmaster(cluster, wish);
  return { state: { ...state, port }, pid, isAdopted: false };
}

/**
 * A Postgres of our own, ready for migrations: created at the first start, adopted if an earlier process left it
 * running, started again if it dies. Throws StartRefused with one sentence when it cannot be had.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const startedAt = performance.now();
  const dataDir = await makeDataDir(options.dataDir, await findAccount());
  const { cluster, state } = await settle(dataDir, options.isThrowaway ?? false);
  let running = await run(cluster, state, { dataDir, mayMove: true });
  running.state.rolesHash = await prepareDatabase(running.state);
  await saveState(dataDir, running.state);

  let lock: HeldLock;
  let isStopping = false;
  const takeLock = () => holdLock(toAdminUrl(running.state), () => void revive());
  const revive = async () => {
    for (let attempt = 1; !isStopping; attempt++) {
      try {
        // Not to another port: this process' pools hold the address.
        running = await run(cluster, running.state, { dataDir, mayMove: false });
        lock = await takeLock();
        options.onTrouble?.("The embedded Postgres had stopped and was started again.");
        return;
      } catch (error) {
        if (attempt === 1)
          options.onTrouble?.(`The embedded Postgres stopped and does not start: ${String(error)}`);
        await pause(RESTART_PAUSE_MS, undefined, { ref: false });
      }
    }
  };
  lock = await takeLock();
  const logTimer = setInterval(() => void boundLog(join(dataDir, "postgres.log")), LOG_CHECK_MS).unref();
  const release = async () => {
    isStopping = true;
    clearInterval(logTimer);
    await lock.release();
  };
  return {
    urls: toUrls(running.state),
    adminUrl: toAdminUrl(running.state),
    startedMs: Math.round(performance.now() - startedAt),
    isAdopted: running.isAdopted,
    get pid() {
      return running.pid;
    },
    release,
    stop: async () => {
      await release();
      await stopPostmaster(running.pid);
    },
  };
}
