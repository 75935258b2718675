import { execFile } from "node:child_process";
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findAccount } from "./find-account.ts";
import { findPackage, type Package, placeBinaries } from "./place-binaries.ts";

const TIMEOUT = { timeout: 30_000 };
const isRoot = process.getuid?.() === 0;
let home: string;
let installed: Package;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "trinity-connect-programs-"));
  await chmod(home, 0o755);
  const { native, version } = await findPackage();
  installed = { native: join(home, "installed/native"), version };
  await cp(native, installed.native, { recursive: true, verbatimSymlinks: true });
});

afterEach(() => rm(home, { recursive: true, force: true }));

async function dropLinks(): Promise<void> {
  const library = join(installed.native, "lib");
  for (const name of await readdir(library)) {
    const path = join(library, name);
    if ((await lstat(path)).isSymbolicLink()) await rm(path);
  }
}

async function versionOf(native: string): Promise<string> {
  const { stdout } = await promisify(execFile)(join(native, "bin/postgres"), ["--version"]);
  return stdout;
}

test("links an install script would have made are made here", TIMEOUT, async () => {
  await dropLinks();
  await expect(versionOf(installed.native)).rejects.toThrow("shared libraries");
  const native = await placeBinaries(undefined, join(home, "data"), installed);
  expect(native).toBe(installed.native);
  expect(await versionOf(native)).toContain("PostgreSQL");
});

test.skipIf(!isRoot)(
  "programs below a private directory are copied to where the account can run them",
  TIMEOUT,
  async () => {
    await dropLinks();
    await chmod(join(home, "installed"), 0o700);
    const native = await placeBinaries(await findAccount(), home, installed);
    expect(native).toBe(join(home, "programs", `postgres-${installed.version}`, "native"));
    expect(await versionOf(native)).toContain("PostgreSQL");
    expect(await placeBinaries(await findAccount(), home, installed)).toBe(native);
  },
);

test.skipIf(!isRoot)("a directory others may write to is never used for programs", TIMEOUT, async () => {
  await chmod(join(home, "installed"), 0o700);
  const shared = join(home, "shared");
  await mkdir(join(shared, "programs"), { recursive: true });
  await chmod(shared, 0o755);
  await chmod(join(shared, "programs"), 0o777);
  const version = `test-${process.pid}`;
  const native = await placeBinaries(await findAccount(), shared, { ...installed, version });
  expect(native.startsWith(shared)).toBe(false);
  expect((await stat(native)).uid).toBe(0);
  await rm(dirname(native), { recursive: true });
});
