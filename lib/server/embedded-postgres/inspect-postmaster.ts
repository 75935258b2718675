import "#server-only";
import { execFile } from "node:child_process";
import { readFile, readlink, realpath, rm } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const POLL_MS = 20;

/** True while a process with that id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether the process really is a postmaster of this data directory: a process id alone may have been reused. */
async function isPostmasterOf(pid: number, dataPath: string): Promise<boolean> {
  try {
    if (platform() !== "linux") {
      const { stdout } = await promisify(execFile)("ps", ["-p", String(pid), "-o", "command="]);
      return stdout.includes("postgres") && stdout.includes(dataPath);
    }
    const [name, cwd] = await Promise.all([
      readFile(`/proc/${pid}/comm`, "utf8"),
      readlink(`/proc/${pid}/cwd`),
    ]);
    return name.trim() === "postgres" && cwd === (await realpath(dataPath));
  } catch {
    return false;
  }
}

/** The process id of the live postmaster of that directory. A lock file left by anything else is removed. */
export async function findPostmaster(dataPath: string): Promise<number | undefined> {
  const lock = join(dataPath, "postmaster.pid");
  const pid = Number((await readFile(lock, "utf8").catch(() => "")).split("\n", 1)[0]);
  // Postgres clears the file of a dead process itself, and reads the old shared memory's key in it.
  if (!(pid > 0) || !isAlive(pid)) return undefined;
  if (await isPostmasterOf(pid, dataPath)) return pid;
  await rm(lock, { force: true });
  return undefined;
}

/** Whether Postgres says in its lock file that it takes connections. */
export async function isReady(dataPath: string, pid: number): Promise<boolean> {
  const lines = (await readFile(join(dataPath, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  return lines[0] === String(pid) && lines[7]?.trim() === "ready";
}

async function waitGone(pid: number, limitMs: number): Promise<boolean> {
  const until = Date.now() + limitMs;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await pause(POLL_MS);
  }
  return true;
}

/** Fast shutdown (transactions are rolled back, data is written); an immediate one if that takes too long. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, limitMs] of [["SIGINT", 15_000] as const, ["SIGQUIT", 5000] as const]) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitGone(pid, limitMs)) return;
  }
}
