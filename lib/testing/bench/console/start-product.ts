import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { stopOnSignals } from "#lib/server/stop-on-signals.ts";

export type Product = {
  origin: string;
  /** The superuser's address of its own Postgres. */
  adminUrl: string;
  /** Resident memory of the server's process now. */
  rssMb: () => number;
  /** What an operator's command (`npm run <name> -- …`) says of it. */
  run: (name: string, ...words: string[]) => Promise<string>;
  stop: () => Promise<void>;
};

const ROOT = path.resolve(import.meta.dirname, "../../../..");
const runFile = promisify(execFile);
const START_MS_MAX = 240_000;

/** The product as `npm start` runs it, with a port and a data folder of its own, which go with it; `wish` as it is set. */
export async function startProduct(wish: Readonly<Record<string, string>> = {}): Promise<Product> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "trinity-connect-console-"));
  const port = await findFreePort();
  const origin = `http://localhost:${port}`;
  const env = {
    ...process.env,
    ...wish,
    NODE_ENV: "production" as const,
    PORT: String(port),
    PUBLIC_URL: origin,
    DATA_DIR: dataDir,
  };
  const child = spawn(process.execPath, ["lib/server/main.ts"], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  const stop = stopOnSignals(async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  });
  await untilReady(child, `${origin}/readyz`);
  return {
    origin,
    adminUrl: readAdminUrl(dataDir),
    rssMb: () => readRssMb(child.pid ?? 0),
    run: async (name, ...words) => {
      const { stdout } = await runFile(process.execPath, [`lib/server/${name}.ts`, ...words], {
        cwd: ROOT,
        env,
      });
      return stdout;
    },
    stop,
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + START_MS_MAX;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error("The server ended before it was ready.");
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill("SIGTERM");
  throw new Error("The server was not ready in time.");
}

function readAdminUrl(dataDir: string): string {
  const state = JSON.parse(readFileSync(path.join(dataDir, "postgres.json"), "utf8")) as {
    port: number;
    passwords: { superuser: string };
  };
  return `postgresql://connect_super:${state.passwords.superuser}@127.0.0.1:${state.port}/trinity_connect`;
}

function readRssMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}
