import { beforeEach, describe, expect, test } from "vitest";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { deactivateSsoAsSeen } from "#lib/testing/as-seen.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findDomainWays } from "./find-domain-ways.ts";
import { findEntry } from "./find-entry.ts";
import { getSettings } from "./get-settings.ts";
import { getSignInSettings } from "./get-sign-in-settings.ts";
import { sealSecret } from "./internal/sso/seal-secret.ts";
import { resolveMemberActorById } from "./resolve-member-actor-by-id.ts";
import { resolveMemberActor } from "./resolve-member-actor.ts";
import { setSignInWays } from "./set-sign-in-ways.ts";
import { updateTenant } from "./update-tenant.ts";

useDatabase();

let owner: MemberActor;
beforeEach(async () => {
  owner = await mintMember(await mintTenant(), "owner");
});

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? `${error.code}: ${error.publicMessage}` : String(error)),
  );
}

function asPerson({ personId, email }: MemberActor, signedInBy?: string): PersonActor {
  return { kind: "person", personId, email, name: "Somebody", ...(signedInBy && { signedInBy }) };
}

async function withGoogle(run: () => Promise<void>): Promise<void> {
  const before = getConfig();
  const google = { issuer: "https://accounts.google.com", clientId: "connect", clientSecret: "secret" };
  setConfig({ ...before, google });
  try {
    await run();
  } finally {
    setConfig(before);
  }
}

/** A company sign-in that is on, and a domain that is proved. */
async function turnOn({ tenantId }: MemberActor): Promise<{ connectionId: string; domain: string }> {
  const domain = `${tenantId}.example`;
  const place = { tenantId, connectionId: tenantId, version: 1 };
  const secretSealed = sealSecret("secret", place);
  await inTenant(tenantId, async (tx) => {
    const connection = { tenantId, id: tenantId, issuer: "https://login.example", clientId: "connect" };
    await tx.ssoConnection.create({ data: { ...connection, secretSealed, isActive: true } });
    const proven = { tenantId, id: crypto.randomUUID(), domain, token: "x", provenAt: new Date() };
    await tx.verifiedDomain.create({ data: proven });
  });
  return { connectionId: tenantId, domain };
}

describe("setSignInWays", () => {
  test("lets in who signed in one of these ways and tells the others which they are", async () => {
    const { connectionId } = await turnOn(owner);
    const { tenantSlug: slug } = owner;
    await setSignInWays({ ...owner, signedInBy: connectionId }, { version: 1, ways: ["company"] });
    expect(await findEntry(asPerson(owner, connectionId), slug)).toMatchObject({ ok: true });
    for (const way of ["code", "google", crypto.randomUUID(), undefined]) {
      expect(await findEntry(asPerson(owner, way), slug), String(way)).toMatchObject({
        ok: false,
        reason: "way",
        ways: ["company"],
      });
    }
    expect(await refusal(resolveMemberActor(asPerson(owner, "code"), slug))).toMatch(/^precondition_failed/);
    // What is theirs anywhere, such as ending a connection, needs no particular way.
    expect(await resolveMemberActorById(asPerson(owner, "code"), owner.tenantId)).toMatchObject({
      role: "owner",
    });
  });

  test.each([
    ["code", ["code"], true],
    ["code", ["google", "company"], false],
    ["google", ["google"], true],
    ["google", ["code", "company"], false],
    ["another company's sign-in counts as a code", ["code"], true],
    ["another company's sign-in is not this one's", ["google", "company"], false],
  ] as const)("%s where %j is allowed: %s", async (what, ways, isLetIn) => {
    await inTenant(owner.tenantId, (tx) =>
      tx.tenantSettings.create({ data: { tenantId: owner.tenantId, signInWays: [...ways] } }),
    );
    const by = what === "code" || what === "google" ? what : crypto.randomUUID();
    expect((await findEntry(asPerson(owner, by), owner.tenantSlug)).ok).toBe(isLetIn);
  });

  test("keeps an owner from locking themselves, or everybody, out", async () => {
    expect(await refusal(setSignInWays(owner, { version: 1, ways: ["google"] }))).toMatch(
      /^precondition_failed: You signed in another way/,
    );
    expect(await refusal(setSignInWays(owner, { version: 1, ways: ["company"] }))).toMatch(
      /^precondition_failed: Company sign-in is not on/,
    );
    expect(await refusal(setSignInWays(owner, { version: 1, ways: [] }))).toMatch(/^invalid_input/);
    expect(await refusal(setSignInWays(owner, { version: 1, ways: ["fax"] }))).toMatch(/^invalid_input/);
    await setSignInWays(owner, { version: 1, ways: ["code"] });
    expect(await refusal(setSignInWays(owner, { version: 1, ways: ["code"] }))).toMatch(/^conflict/);
  });

  test("offers only ways that this server has, and tells of one it had and has no more", async () => {
    const read = async () => (await getSignInSettings(owner, {})).ways;
    // Nobody chose: that everything is allowed says nothing about Google.
    expect(await read()).toEqual({ offered: ["code", "company"], gone: [] });
    await withGoogle(async () => {
      expect(await read()).toEqual({ offered: ["code", "google", "company"], gone: [] });
      await setSignInWays(owner, { version: 1, ways: ["code", "google"] });
    });
    expect(await read()).toEqual({ offered: ["code", "company"], gone: ["google"] });
    const byGoogle = { ...owner, signedInBy: "google" };
    expect(await refusal(setSignInWays(byGoogle, { version: 2, ways: ["google"] }))).toMatch(
      /^precondition_failed: This server has no sign-in with Google/,
    );
    await setSignInWays(owner, { version: 2, ways: ["code"] });
    expect(await read()).toEqual({ offered: ["code", "company"], gone: [] });
  });

  test("when company sign-in goes off and was the only way, the others are open again", async () => {
    const { connectionId } = await turnOn(owner);
    await setSignInWays({ ...owner, signedInBy: connectionId }, { version: 1, ways: ["company"] });
    await deactivateSsoAsSeen(owner);
    expect((await getSettings(owner, {})).settings.signInWays).toEqual(["code", "google", "company"]);
    expect((await findEntry(asPerson(owner, "code"), owner.tenantSlug)).ok).toBe(true);
  });

  test("counts for addresses of proved domains at sign-in already, and for nobody else's", async () => {
    const { domain } = await turnOn(owner);
    expect(await findDomainWays(`ada@${domain}`)).toEqual(["code", "google", "company"]);
    await setSignInWays(owner, { version: 1, ways: ["code"] });
    expect(await findDomainWays(`ada@${domain}`)).toEqual(["code"]);
    for (const other of ["ada@elsewhere.example", "not an address", ""])
      expect(await findDomainWays(other)).toBeNull();
  });
});

describe("I13: a former slug", () => {
  test("leads its members on, and tells others nothing", async () => {
    const former = owner.tenantSlug;
    const slug = `${former}-now`;
    await updateTenant(owner, { version: 1, name: "Moved", slug });
    expect(await findEntry(asPerson(owner), former)).toEqual({ ok: false, reason: "moved", slug });
    expect(await resolveMemberActor(asPerson(owner), former)).toMatchObject({ tenantSlug: slug });
    const stranger = await mintMember(await mintTenant(), "owner");
    const nowhere = await findEntry(asPerson(stranger), "no-such-organisation");
    expect(await findEntry(asPerson(stranger), former)).toEqual(nowhere);
    expect(await findEntry(asPerson(stranger), slug)).toEqual(nowhere);
    const left = await mintMember({ ...owner, slug, address: "", name: "Moved" }, "member");
    await inTenant(owner.tenantId, (tx) =>
      tx.membership.updateMany({
        where: { tenantId: owner.tenantId, id: left.membershipId },
        data: { status: "removed" },
      }),
    );
    expect(await findEntry(asPerson(left), former)).toEqual(nowhere);
  });

  test("leads nowhere after its 90 days", async () => {
    const former = owner.tenantSlug;
    await updateTenant(owner, { version: 1, name: "Moved", slug: `${former}-now` });
    await inTenant(owner.tenantId, (tx) =>
      tx.formerSlug.updateMany({ where: { tenantId: owner.tenantId }, data: { heldUntil: new Date(0) } }),
    );
    expect(await findEntry(asPerson(owner), former)).toEqual({ ok: false, reason: "unknown" });
  });
});
