import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { isAlive } from "./inspect-postmaster.ts";

const TIMEOUT = { timeout: 60_000 };
const FILE = join(import.meta.dirname, "start-throwaway-postgres.ts");
const SCRIPT = `
  const { startThrowawayPostgres } = await import(${JSON.stringify(FILE)});
  const starting = startThrowawayPostgres();
  console.log("starting");
  const { pid } = await starting;
  console.log(pid);
  setInterval(() => undefined, 60_000);`;

function launch() {
  const child = spawn(process.execPath, ["--input-type=module", "-e", SCRIPT], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function endBy(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(child, "exit");
  child.kill(signal);
  return (await ended)[1];
}

const foldersOf = async ({ pid }: ChildProcess) =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`trinity-connect-throwaway-${pid}-`));

test.each(["SIGTERM", "SIGINT"] as const)(
  "a process that %s ends takes its Postgres and its files with it",
  TIMEOUT,
  async (signal) => {
    const { child, lines } = launch();
    await lines.next();
    const postmaster = Number((await lines.next()).value);
    expect([isAlive(postmaster), await foldersOf(child)]).toEqual([true, [expect.any(String)]]);
    expect(await endBy(child, signal)).toBe(signal);
    expect([isAlive(postmaster), await foldersOf(child)]).toEqual([false, []]);
  },
);

test("so does one that is ended while it starts it", TIMEOUT, async () => {
  const { child, lines } = launch();
  await lines.next();
  await expect.poll(() => foldersOf(child), { interval: 5, timeout: 30_000 }).toHaveLength(1);
  expect(await endBy(child, "SIGTERM")).toBe("SIGTERM");
  expect(await foldersOf(child)).toEqual([]);
});
