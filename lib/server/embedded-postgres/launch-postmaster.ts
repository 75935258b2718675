import "#server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { copyFile, readFile, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { StartRefused } from "../refuse-start.ts";
import { findFreePort } from "./find-free-port.ts";
import { CHILD_ENV, type Cluster } from "./init-cluster.ts";
import { isReady } from "./inspect-postmaster.ts";

const LOG_BYTES_MAX = 2_000_000;
const READY_MS_MAX = 30_000;
const POLL_MS = 10;
const ATTEMPTS_MAX = 100;

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "128MB",
  max_connections: "100",
  max_wal_size: "512MB",
  jit: "off",
  log_timezone: "UTC",
  timezone: "UTC",
};
const THROWAWAY = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** Keeps the last stretch of the server's log in two files of bounded size. */
export async function boundLog(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size < LOG_BYTES_MAX) return;
  await copyFile(logFile, `${logFile}.1`);
  await truncate(logFile);
}

function spawnPostmaster({ native, account, dataPath, isThrowaway }: Cluster, port: number, logFile: string) {
  const settings = { ...SETTINGS, ...(isThrowaway ? THROWAWAY : {}), port: String(port) };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile, "a", 0o600);
  // A session of its own: Ctrl-C in the terminal is for us, and we stop Postgres after the last request.
  const child = spawn(join(native, "bin", "postgres"), ["-D", dataPath, ...options], {
    ...account,
    cwd: "/",
    env: CHILD_ENV,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  return child;
}

async function untilReadyOrGone(child: ChildProcess, dataPath: string): Promise<"ready" | "gone"> {
  let isGone = false;
  child.once("error", () => (isGone = true)).once("exit", () => (isGone = true));
  const until = Date.now() + READY_MS_MAX;
  while (!isGone) {
    if (child.pid && (await isReady(dataPath, child.pid))) return "ready";
    if (Date.now() > until) {
      child.kill("SIGQUIT");
      throw new StartRefused(
        "The embedded Postgres did not become ready within 30 s; its log is postgres.log in DATA_DIR.",
      );
    }
    await pause(POLL_MS);
  }
  return "gone";
}

const tailOf = async (logFile: string, from: number) => (await readFile(logFile)).subarray(from).toString();

/** Starts Postgres and returns its process id and the port it got, once it takes connections. */
export async function launchPostmaster(
  cluster: Cluster,
  wish: { port: number; mayMove: boolean; logFile: string },
): Promise<{ pid: number; port: number }> {
  let { port } = wish;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    await boundLog(wish.logFile);
    const before = await stat(wish.logFile).then(
      (found) => found.size,
      () => 0,
    );
    const child = spawnPostmaster(cluster, port, wish.logFile);
    if ((await untilReadyOrGone(child, cluster.dataPath)) === "ready" && child.pid)
      return { pid: child.pid, port };
    const said = await tailOf(wish.logFile, before);
    if (wish.mayMove && said.includes("could not bind")) port = await findFreePort();
    // A killed server's last children still hold its shared memory for a moment; so does one about to stop.
    else if (/shared memory block|is another postmaster|being used by/.test(said)) await pause(POLL_MS * 10);
    else throw refuse(said);
  }
  throw refuse("its shared memory is still in use");
}

function refuse(said: string): StartRefused {
  const fatal =
    said.split("\n").find((line) => line.includes("FATAL")) ?? said.trim().split("\n").at(-1) ?? "";
  const reason = fatal.replace(/^.*FATAL:\s*/, "").slice(0, 300) || "it said nothing";
  return new StartRefused(
    `The embedded Postgres did not start: ${reason} (postgres.log in DATA_DIR has more).`,
  );
}
