import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findInDatabase } from "#lib/testing/find-in-database.ts";
import { runCommand } from "#lib/testing/run-command.ts";
import { mintEverywhere, useAccounts } from "#lib/testing/use-account.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
const accounts = useAccounts();
const { world, mintAccount, mintPlace } = accounts;

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "trinity-connect-person-"))));
afterAll(async () => await rm(folder, { recursive: true }));

const person = async (...words: string[]) => await runCommand("person", words, { cwd: folder });

const isThere = async (personId: string) =>
  (await world.admin.query("SELECT 1 FROM auth.users WHERE id = $1", [personId])).rows.length === 1;

describe("a copy for somebody who asked for theirs", () => {
  test("is a new file that its owner alone reads, with all of theirs and no secret; its place is told", async () => {
    const { account, person: who, member, admin, left, inviting, asked } = await mintEverywhere(accounts);
    const stranger = await mintAccount();
    await mintPlace(stranger);
    const { said, complained, code } = await person("export", who.email.toUpperCase(), "--to", "copy.json");
    expect([code, complained]).toEqual([0, ""]);
    const place = path.join(folder, "copy.json");
    expect(said).toContain(`What is held about ${who.email} is in ${place}\n`);
    expect((await stat(place)).mode & 0o777).toBe(0o600);

    const copy = await readFile(place, "utf8");
    const data = JSON.parse(copy) as {
      about: { address: string };
      organisations: { organisation: { slug: string }; connections: unknown[]; calls: unknown[] }[];
    };
    expect(data.about.address).toBe(who.email);
    expect(data.organisations.map(({ organisation }) => organisation.slug).toSorted()).toEqual(
      [member.tenant.slug, admin.tenant.slug, left.tenant.slug, inviting.tenantSlug, asked.slug].toSorted(),
    );
    const own = data.organisations.find(({ organisation }) => organisation.slug === member.tenant.slug);
    expect([own?.connections.length, own?.calls.length]).toEqual([1, 1]);
    expect(copy).not.toContain(account.sessionToken);
    expect(copy).not.toContain("trinity_mcp_own1");
    expect(copy).not.toMatch(/"\w*(?:hash|sealed|token|secret)\w*":/i);
    expect(copy).not.toContain(stranger.person.email);

    const piped = await person("export", who.email);
    expect([piped.code, piped.complained]).toEqual([0, ""]);
    expect(Object.keys(JSON.parse(piped.said) as object)).toEqual(Object.keys(data));
  });

  test("is written over nothing, and of nobody who is not here", async () => {
    const { person: who } = await mintAccount();
    expect((await person("export", who.email, "--to", "mine.json")).code).toBe(0);
    const written = await readFile(path.join(folder, "mine.json"), "utf8");
    const again = await person("export", who.email, "--to", "mine.json");
    expect([again.code, again.said]).toEqual([1, ""]);
    expect(again.complained).toBe(`${path.join(folder, "mine.json")} is there already. Name another file.`);
    expect(await readFile(path.join(folder, "mine.json"), "utf8")).toBe(written);
    const nowhere = await person("export", who.email, "--to", "no/such/folder.json");
    expect(nowhere.complained).toMatch(/cannot be written\. Name another file\.$/);
    const nobody = await person("export", "nobody@people.example", "--to", "nobody.json");
    expect([nobody.code, nobody.complained]).toEqual([1, "No account has this address."]);
    await expect(stat(path.join(folder, "nobody.json"))).rejects.toThrow("ENOENT");
  });
});

describe("deleting an account for somebody", () => {
  test("says what would end and does nothing until it is meant; then they are nowhere but in the logs", async () => {
    const { person: who, member } = await mintEverywhere(accounts);
    const asked = await person("delete", who.email);
    expect(asked.code).toBe(1);
    expect(asked.said).toContain(
      `With the account of ${who.email} would end: memberships 2, connections 2, Trinity keys 2, browsers 1, linked ways to sign in 1.\nNothing was deleted. Say --yes to do it.`,
    );
    expect(await isThere(who.personId)).toBe(true);

    const done = await person("delete", who.email, "--yes");
    expect([done.code, done.complained]).toEqual([0, ""]);
    expect(done.said).toContain(`The account of ${who.email} is deleted: memberships 2, connections 2`);
    expect(await isThere(who.personId)).toBe(false);
    expect(Object.keys(await findInDatabase(world.admin, who.email))).toEqual(["tenant.audit_events"]);
    const { rows } = await world.admin.query(
      "SELECT actor_id FROM tenant.audit_events WHERE tenant_id = $1 AND action = 'member.forget'",
      [member.tenant.tenantId],
    );
    expect(rows).toEqual([{ actor_id: "operator" }]);
    const again = await person("delete", who.email, "--yes");
    expect([again.code, again.complained]).toEqual([1, "No account has this address."]);
  });

  test("is refused for the last owner of an organisation, with its name and what to do", async () => {
    const account = await mintAccount();
    const { tenant, owner } = await mintPlace(account, "owner");
    await world.admin.query("DELETE FROM tenant.memberships WHERE tenant_id = $1 AND id = $2", [
      tenant.tenantId,
      owner.membershipId,
    ]);
    const refused = await person("delete", account.person.email, "--yes");
    expect([refused.code, refused.said]).toEqual([1, ""]);
    expect(refused.complained).toBe(
      `${account.person.email} is the last owner of: ${tenant.name} (${tenant.slug}).\n` +
        "They make somebody else its owner, or delete it, first; of a suspended one, resume it for that.",
    );
    expect(await isThere(account.person.personId)).toBe(true);
  });

  test("is refused for the directory's reviewer, whose account the sandbox makes anew", async () => {
    const { person: who } = await mintAccount();
    const { tenant } = await mintPlace(await mintAccount());
    await world.admin.query("UPDATE auth.users SET bound_tenant_id = $2 WHERE id = $1", [
      who.personId,
      tenant.tenantId,
    ]);
    const refused = await person("delete", who.email, "--yes");
    expect([refused.code, refused.said]).toEqual([1, ""]);
    expect(refused.complained.split("\n")).toHaveLength(1);
    expect(await isThere(who.personId)).toBe(true);
  });
});

test("what it does not know it explains, before it opens a database", async () => {
  const wrong = [
    [],
    ["forget", "a@b.example"],
    ["export"],
    ["export", "a@b.example", "--to"],
    ["delete", "--yes"],
  ];
  for (const words of [...wrong, ["delete", "a@b.example", "--sure"]]) {
    const { complained, said, code } = await person(...words);
    expect([code, `${said}${complained}`.includes("npm run person -- delete ADDRESS --yes")]).toEqual([
      1,
      true,
    ]);
  }
});
