import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { getConfig } from "#lib/platform/config/get-config.ts";

const SERVER = path.resolve(import.meta.dirname, "../server");

type Place = {
  /** Where it is called; the machine's folder for such things unless told. */
  cwd?: string;
  variables?: Record<string, string>;
};

/** Runs one of the server's commands, `lib/server/<name>.ts`, in a process of its own on this test's database. */
export async function runCommand(
  name: "client" | "keys" | "person",
  words: readonly string[],
  { cwd = tmpdir(), variables = {} }: Place = {},
): Promise<{ said: string; complained: string; code: number | null }> {
  const { databaseUrl = "", databaseAuthUrl = "", databaseOwnerUrl = "", secrets, dataDir } = getConfig();
  const child = spawn(process.execPath, [path.join(SERVER, `${name}.ts`), ...words], {
    cwd,
    env: {
      PATH: "/usr/bin:/bin",
      DATA_DIR: dataDir,
      SECRETS: secrets.join(","),
      DATABASE_URL: databaseUrl,
      DATABASE_AUTH_URL: databaseAuthUrl,
      DATABASE_OWNER_URL: databaseOwnerUrl,
      ...variables,
    } as unknown as NodeJS.ProcessEnv,
  });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { said, complained: complained.trim(), code };
}
