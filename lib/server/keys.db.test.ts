import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { heldRing } from "#lib/platform/crypto/hold-ring.ts";
import { ensureRing, loadRing } from "#lib/platform/crypto/load-ring.ts";
import { runCommand } from "#lib/testing/run-command.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();

const keys = async (words: string[], variables: Record<string, string> = {}) =>
  await runCommand("keys", words, { variables });

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
