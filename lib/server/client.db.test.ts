import { expect, test } from "vitest";
import { listClients } from "#lib/oauth/list-clients.ts";
import { CLAUDE_CODE } from "#lib/testing/drive-oauth.ts";
import { runCommand } from "#lib/testing/run-command.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();

const client = async (...words: string[]) => await runCommand("client", words);

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
