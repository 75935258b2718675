import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { heldRing } from "#lib/platform/crypto/hold-ring.ts";
import { ensureRing, loadRing } from "#lib/platform/crypto/load-ring.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();

/** The real command, in a process of its own. */
async function keys(words: string[], variables: Record<string, string> = {}) {
  const { databaseUrl = "", databaseAuthUrl = "", databaseOwnerUrl = "", secrets, dataDir } = getConfig();
  const child = spawn(process.execPath, [join(import.meta.dirname, "keys.ts"), ...words], {
    cwd: tmpdir(),
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

test("list shows every key's name, purpose and state, and never the key", async () => {
  await ensureRing();
  const { said, code } = await keys(["list"]);
  expect(code).toBe(0);
  const states = said.split("\n").map((line) => line.split(/\s+/).slice(1, 3).join(" "));
  expect(states).toEqual(
    expect.arrayContaining(["signing next", "signing active", "sealing next", "sealing active"]),
  );
  for (const material of heldRing()?.opened.values() ?? []) {
    const parts = material.startsWith("{") ? [(JSON.parse(material) as { d: string }).d] : [material];
    for (const part of parts) expect(said).not.toContain(part);
  }
});

test("rotate waits until every server has the next key, unless told that they have", async () => {
  await ensureRing();
  const next = heldRing()?.signing[1]?.kid;
  const early = await keys(["rotate"]);
  expect([early.code, early.said]).toEqual([1, ""]);
  expect(early.complained).toContain("less than a minute old");
  expect(early.complained.split("\n")).toHaveLength(1);
  const told = await keys(["rotate", "signing", "--now"]);
  expect([told.code, told.complained]).toEqual([0, ""]);
  await loadRing();
  expect(heldRing()?.signing[0]?.kid).toBe(next);
});

test("what it does not know it explains; a database it cannot find and a wrong secret are one sentence", async () => {
  for (const words of [[], ["forget"], ["rotate", "everything"]]) {
    const { complained, code } = await keys(words);
    expect([code, complained.includes("npm run keys -- list")]).toEqual([1, true]);
  }
  const wrong = await keys(["list"], { SECRETS: "kq3J0yQm9S1c7u2V4b8X5n6Z1w0E3r9T2y5U8i1O4p7=" });
  expect(wrong.code).toBe(1);
  expect(wrong.complained).toMatch(/^SECRETS does not open the keys[^\n]+$/);
  const directory = await mkdtemp(join(tmpdir(), "trinity-connect-keys-"));
  const none = { DATA_DIR: directory, DATABASE_URL: "", DATABASE_AUTH_URL: "", DATABASE_OWNER_URL: "" };
  const lost = await keys(["list"], none);
  await rm(directory, { recursive: true });
  expect([lost.code, lost.complained]).toEqual([
    1,
    `No local server is running on DATA_DIR (${directory}): start it first, or set the DATABASE_* variables of the server you mean.`,
  ]);
});
