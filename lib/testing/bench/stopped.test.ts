import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { findPostmaster, isAlive } from "#lib/server/embedded-postgres/inspect-postmaster.ts";
import { findState } from "#lib/server/embedded-postgres/keep-state.ts";

const BENCH = path.join(import.meta.dirname, "revocation/main.ts");

test(
  "a bench that is stopped by a signal leaves no Postgres and no files behind",
  {
    timeout: 120_000,
  },
  async () => {
    const child = spawn(process.execPath, [BENCH], { stdio: ["ignore", "ignore", "pipe"] });
    const said = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
    expect((await said.next()).value).toMatch(/^4 instances that listen/);
    const findFolder = async () =>
      (await readdir(tmpdir())).find((name) => name.startsWith(`trinity-connect-throwaway-${child.pid}-`));
    const state = await findState(path.join(tmpdir(), (await findFolder()) ?? ""));
    const postmaster = await findPostmaster(state?.dataPath ?? "");
    expect(postmaster).toBeDefined();
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect(await ended).toEqual([null, "SIGTERM"]);
    expect([isAlive(postmaster ?? 0), await findFolder()]).toEqual([false, undefined]);
  },
);
