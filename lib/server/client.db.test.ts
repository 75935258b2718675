import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { listClients } from "#lib/oauth/list-clients.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { CLAUDE_CODE } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();

/** The real command, in a process of its own. */
async function client(...words: string[]) {
  const { databaseUrl = "", databaseAuthUrl = "", databaseOwnerUrl = "", secrets, dataDir } = getConfig();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "client.ts"), ...words], {
    cwd: tmpdir(),
    env: {
      PATH: "/usr/bin:/bin",
      DATA_DIR: dataDir,
      SECRETS: secrets.join(","),
      DATABASE_URL: databaseUrl,
      DATABASE_AUTH_URL: databaseAuthUrl,
      DATABASE_OWNER_URL: databaseOwnerUrl,
    } as unknown as NodeJS.ProcessEnv,
  });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { said, complained: complained.trim(), code };
}

test("an app is blocked everywhere with a reason, listed so, and unblocked", async () => {
  const bare = await client("block", CLAUDE_CODE);
  expect([bare.code, `${bare.said}${bare.complained}`.includes("block ID REASON")]).toEqual([1, true]);
  const blocked = await client("block", CLAUDE_CODE, "It", "asks too much");
  expect(blocked).toEqual({
    said: "Claude Code is blocked everywhere; connections ended: 0.\n",
    complained: "",
    code: 0,
  });
  expect((await listClients()).blocked).toMatchObject([
    { clientId: CLAUDE_CODE, reason: "It asks too much" },
  ]);
  expect((await client("list")).said).toMatch(/BLOCKED APP[\s\S]+Claude Code .*It asks too much/);
  expect((await client("unblock", CLAUDE_CODE)).code).toBe(0);
  const again = await client("unblock", CLAUDE_CODE);
  expect([again.code, again.complained]).toEqual([
    1,
    "This app is not blocked here. Look at the list again.",
  ]);
  expect((await client("list")).said).not.toContain("BLOCKED APP");
});
