import "#server-only";
import { spawn } from "node:child_process";
import { chown, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartRefused } from "../refuse-start.ts";
import type { Account } from "./find-account.ts";

export const SUPERUSER = "connect_super";

export type Cluster = {
  native: string;
  account: Account | undefined;
  dataPath: string;
  isThrowaway: boolean;
};

/** The only variables Postgres' programs see: nothing of ours (secrets, PGHOST, LD_PRELOAD) reaches them. */
export const CHILD_ENV = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;

async function run(cluster: Cluster, program: string, args: string[], input = ""): Promise<void> {
  const child = spawn(join(cluster.native, "bin", program), args, {
    ...cluster.account,
    cwd: "/",
    env: CHILD_ENV,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const code = await new Promise<number | null>((done, fail) =>
    child.once("error", fail).once("close", done),
  );
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output.slice(-2000)}`);
}

/** Whether a complete cluster lies there. */
export async function isInitialised(dataPath: string): Promise<boolean> {
  return (await stat(join(dataPath, "PG_VERSION")).catch(() => undefined)) !== undefined;
}

/** Creates the cluster beside its place and moves it in when complete, so an interrupted run leaves nothing half-made. */
export async function initCluster(cluster: Cluster, password: string): Promise<void> {
  const { account, dataPath } = cluster;
  const draft = `${dataPath}.new-${process.pid}`;
  const passwordFile = `${draft}.password`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account) {
      await chown(draft, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const login = [`--username=${SUPERUSER}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    const speed = cluster.isThrowaway ? ["--no-sync"] : [];
    await run(cluster, "initdb", [`--pgdata=${draft}`, ...login, ...locale, ...speed, "--no-instructions"]);
    await rename(draft, dataPath);
  } catch (cause) {
    if (await isInitialised(dataPath)) return;
    throw new StartRefused(
      `The embedded Postgres could not create its files in ${dataPath}: ${firstLine(cause)}; set DATABASE_URL to use another Postgres.`,
      { cause },
    );
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** Gives the superuser of a stopped cluster a new password, for when the file that held it is gone. */
export async function resetPassword(cluster: Cluster, password: string): Promise<void> {
  const statement = `ALTER ROLE ${SUPERUSER} PASSWORD '${password}'\n`;
  await run(cluster, "postgres", ["--single", "-D", cluster.dataPath, "postgres"], statement);
}

const firstLine = (cause: unknown) => String(cause).replaceAll(/\s+/g, " ").slice(0, 300);
