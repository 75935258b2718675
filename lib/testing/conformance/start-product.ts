import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { stopOnSignals } from "#lib/server/stop-on-signals.ts";

const START_MS_MAX = 300_000;

export type Product = { origin: string; stop: () => Promise<void> };

/** The product as a newcomer starts it, with a data folder and a port of its own; its output goes to our stderr. */
export async function startProduct(): Promise<Product> {
  const port = await findFreePort();
  const dataDir = await mkdtemp(join(tmpdir(), "trinity-connect-conformance-"));
  const origin = `http://localhost:${port}`;
  const child = spawn(execPath, ["lib/server/main.ts"], {
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      NODE_ENV: "production",
      PORT: String(port),
      PUBLIC_URL: origin,
      DATA_DIR: dataDir,
      LOG_LEVEL: "error",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.pipe(process.stderr);
  const exited = once(child, "exit");
  const stop = stopOnSignals(async () => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await exited;
    await rm(dataDir, { recursive: true, force: true });
  });
  const startedAt = Date.now();
  while (!(await isReady(origin))) {
    if (child.exitCode !== null || Date.now() - startedAt > START_MS_MAX) {
      await stop();
      throw new Error("the product did not start; its output above says why");
    }
    await wait(250);
  }
  return { origin, stop };
}

async function isReady(origin: string): Promise<boolean> {
  return await fetch(`${origin}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
