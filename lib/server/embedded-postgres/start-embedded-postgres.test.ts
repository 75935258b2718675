import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive } from "./inspect-postmaster.ts";
import { findState } from "./keep-state.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./start-embedded-postgres.ts";

const TIMEOUT = { timeout: 60_000 };
const isRoot = process.getuid?.() === 0;
let dataDir: string;
let started: EmbeddedPostgres[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "trinity-connect-supervisor-"));
  await chmod(dataDir, 0o711);
  started = [];
});

afterEach(async () => {
  await Promise.all(started.map((postgres) => postgres.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(onTrouble: (sentence: string) => void = () => {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, isThrowaway: true, onTrouble });
  started.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const keepNote = (url: string) => query(url, "CREATE TABLE public.note AS SELECT 'kept' AS text");
const readNote = (url: string) => query(url, "SELECT text FROM public.note");

/** A process of its own that starts the same cluster and is killed without a chance to stop it. */
async function startAndKill(): Promise<void> {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, "start-embedded-postgres.ts"))});
    await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, isThrowaway: true });
    process.kill(process.pid, "SIGKILL");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
}

test(
  "data and addresses survive a stop and a start, and the state is readable by us alone",
  TIMEOUT,
  async () => {
    const first = await start();
    await keepNote(first.urls.owner);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(second.urls).toEqual(first.urls);
    expect(await readNote(second.urls.owner)).toEqual([{ text: "kept" }]);
    expect((await stat(join(dataDir, "postgres.json"))).mode & 0o777).toBe(0o600);
  },
);

test("the logins are no superusers, own nothing and cannot become anybody", TIMEOUT, async () => {
  const { urls } = await start();
  for (const url of [urls.app, urls.auth]) {
    const rights = await query(
      url,
      "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user",
    );
    expect(rights).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false }]);
    await expect(query(url, "SET ROLE connect_owner")).rejects.toThrow("permission denied");
  }
});

test("a server left by a killed process is adopted", TIMEOUT, async () => {
  await startAndKill();
  const postgres = await start();
  expect(postgres.isAdopted).toBe(true);
  expect(await query(postgres.urls.app, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("a second server on the same data directory is refused", TIMEOUT, async () => {
  await start();
  await expect(startEmbeddedPostgres({ dataDir, isThrowaway: true })).rejects.toThrow(
    "Another Trinity Connect server",
  );
});

test("a Postgres killed under us is started again on the same address", TIMEOUT, async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const postgres = await start(resolve);
  await keepNote(postgres.urls.owner);
  await query(postgres.adminUrl, "CHECKPOINT");
  process.kill(postgres.pid, "SIGKILL");
  expect(await promise).toContain("was started again");
  expect(await readNote(postgres.urls.owner)).toEqual([{ text: "kept" }]);
});

test("a Postgres killed together with its process is started again at the next start", TIMEOUT, async () => {
  await startAndKill();
  const adopted = await start();
  await adopted.release();
  process.kill(adopted.pid, "SIGKILL");
  const postgres = await start();
  expect(postgres.isAdopted).toBe(false);
});

test("a lock file naming somebody else's process does not stop the start", TIMEOUT, async () => {
  const first = await start();
  await first.stop();
  await writeFile(
    join(dataDir, "postgres/postmaster.pid"),
    `${process.pid}\n${dataDir}/postgres\n0\n1\n\n\n\n`,
  );
  await expect(start()).resolves.toBeDefined();
});

test(
  "a lost state file costs neither the data nor the start, even while the old server runs",
  TIMEOUT,
  async () => {
    const first = await start();
    await keepNote(first.urls.owner);
    await first.release();
    await rm(join(dataDir, "postgres.json"));
    const second = await start();
    expect(second.urls.owner).not.toBe(first.urls.owner);
    expect(isAlive(first.pid)).toBe(false);
    expect(await readNote(second.urls.owner)).toEqual([{ text: "kept" }]);
  },
);

test.skipIf(!isRoot)(
  "below a private directory the data goes where Postgres' account can reach it",
  TIMEOUT,
  async () => {
    const home = dataDir;
    await chmod(home, 0o700);
    dataDir = join(home, "project/.data");
    try {
      const postgres = await start();
      await keepNote(postgres.urls.owner);
      await postgres.stop();
      const again = await start();
      expect(await readNote(again.urls.owner)).toEqual([{ text: "kept" }]);
      const state = await findState(dataDir);
      expect(state?.dataPath).toMatch(/^\/var\/lib\/trinity-connect\//);
      await again.stop();
      await rm(state?.dataPath ?? "", { recursive: true });
    } finally {
      dataDir = home;
    }
  },
);

test.skipIf(isRoot)("a data directory of another account is refused with one sentence", TIMEOUT, async () => {
  await writeFile(join(dataDir, "postgres.json"), "{}", { mode: 0o000 });
  await expect(start()).rejects.toThrow("cannot be written by this account");
});
