import { beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { createTenant } from "./create-tenant.ts";
import { getSettings } from "./get-settings.ts";
import { resolveMemberActor } from "./resolve-member-actor.ts";
import { setConnectionSettings } from "./set-connection-settings.ts";
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

let number = 0;
const freshSlug = () => `settings-${(number += 1)}`;
const toPerson = ({ personId, email }: MemberActor) =>
  ({ kind: "person", personId, email, name: "Somebody" }) as const;
const CHOSEN = {
  version: 1,
  connectionDaysMax: 30,
  idleDaysMax: 7,
  accessTokenMinutes: 15,
  consentDefault: "read",
};

describe("updateTenant", () => {
  test("renames, and moves the slug; the address stays", async () => {
    const { tenant: before } = await getSettings(owner, {});
    const slug = freshSlug();
    await updateTenant(owner, { version: 1, name: " New name ", slug });
    const { tenant } = await getSettings(owner, {});
    expect(tenant).toEqual({ ...before, name: "New name", slug, version: 2 });
    expect(await resolveMemberActor(toPerson(owner), slug)).toMatchObject({ tenantName: "New name" });
  });

  test("of two owners who edit at once one is told, and nothing of theirs is written", async () => {
    await updateTenant(owner, { version: 1, name: "First", slug: owner.tenantSlug });
    const late = updateTenant(owner, { version: 1, name: "Second", slug: owner.tenantSlug });
    expect(await refusal(late)).toMatch(/^conflict: Somebody else changed these settings meanwhile/);
    expect((await getSettings(owner, {})).tenant.name).toBe("First");
  });

  test("I13: a slug that another has, or had in the last 90 days, is refused with one and the same answer", async () => {
    const [mine, theirs] = [freshSlug(), freshSlug()];
    const other = await mintMember(await mintTenant(), "owner");
    await updateTenant(other, { version: 1, name: "Other", slug: theirs });
    const isTaken = await refusal(updateTenant(owner, { version: 1, name: "Me", slug: theirs }));
    expect(isTaken).toBe("conflict: This short name is taken. Choose another.");
    await updateTenant(other, { version: 2, name: "Other", slug: freshSlug() });
    expect(await refusal(updateTenant(owner, { version: 1, name: "Me", slug: theirs }))).toBe(isTaken);
    const newcomer = { ...toPerson(owner), personId: crypto.randomUUID() as typeof owner.personId };
    expect(await refusal(createTenant(newcomer, { name: "New", slug: theirs }))).toBe(isTaken);
    await updateTenant(owner, { version: 1, name: "Me", slug: mine });
  });

  test("an organisation may take its own former slug back, and anybody's after the 90 days", async () => {
    const [first, second] = [owner.tenantSlug, freshSlug()];
    await updateTenant(owner, { version: 1, name: "A", slug: second });
    await updateTenant(owner, { version: 2, name: "A", slug: first });
    await inTenant(owner.tenantId, (tx) =>
      tx.formerSlug.updateMany({ where: { tenantId: owner.tenantId }, data: { heldUntil: new Date(0) } }),
    );
    const other = await mintMember(await mintTenant(), "owner");
    await updateTenant(other, { version: 1, name: "B", slug: second });
    expect((await getSettings(other, {})).tenant.slug).toBe(second);
  });

  test("two who reach for one slug at the same moment: one has it", async () => {
    const actors = await Promise.all(
      [1, 2, 3].map(async () => await mintMember(await mintTenant(), "owner")),
    );
    const slug = freshSlug();
    const outcomes = await Promise.all(
      actors.map((actor) => refusal(updateTenant(actor, { version: 1, name: "Race", slug }))),
    );
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
  });

  test("gives an old slug to nobody who reaches for it while it is given up", async () => {
    const wanted = owner.tenantSlug;
    const other = await mintMember(await mintTenant(), "owner");
    const [left, taken] = await Promise.all([
      refusal(updateTenant(owner, { version: 1, name: "Mine", slug: freshSlug() })),
      refusal(updateTenant(other, { version: 1, name: "Theirs", slug: wanted })),
    ]);
    expect(left).toBe("done");
    expect(taken).toMatch(/^conflict/);
  });

  test.each([
    ["no name", { name: " " }],
    ["a name of 61 characters", { name: "x".repeat(61) }],
    ["a reserved slug", { slug: "admin" }],
    ["a slug with a slash", { slug: "a/b" }],
    ["no version", { version: undefined }],
    ["I02: another organisation's id", { id: crypto.randomUUID() }],
    ["I02: a status", { status: "suspended" }],
  ])("refuses %s", async (_what, wrong) => {
    const input = { version: 1, name: "Good", slug: freshSlug(), ...wrong };
    expect(await refusal(updateTenant(owner, input))).toMatch(/^invalid_input/);
    expect((await getSettings(owner, {})).tenant.version).toBe(1);
  });
});

describe("setConnectionSettings", () => {
  test("keeps what was chosen, and has defaults before", async () => {
    expect((await getSettings(owner, {})).settings).toMatchObject({
      version: 1,
      connectionDaysMax: 180,
      idleDaysMax: 30,
      accessTokenMinutes: 60,
      consentDefault: "suggested",
    });
    expect(await setConnectionSettings(owner, CHOSEN)).toMatchObject({ shortened: 0 });
    expect((await getSettings(owner, {})).settings).toMatchObject({ ...CHOSEN, version: 2 });
    expect(await refusal(setConnectionSettings(owner, CHOSEN))).toMatch(/^conflict/);
  });

  test("ends what has lasted longer already, leaves the rest its days, and touches nobody else", async () => {
    const other = await mintMember(await mintTenant(), "owner");
    const [old, young, theirs] = [
      await mintGrantWithToken(owner, { groups: ["agents.read"] }),
      await mintGrantWithToken(owner, { groups: ["agents.read"] }),
      await mintGrantWithToken(other, { groups: ["agents.read"] }),
    ];
    const day = 86_400_000;
    const made = { createdAt: new Date(Date.now() - 60 * day), expiresAt: new Date(Date.now() + 60 * day) };
    for (const [actor, { grantId }] of [[owner, old] as const, [other, theirs] as const]) {
      const { tenantId } = actor;
      await inTenant(tenantId, (tx) => tx.grant.updateMany({ where: { tenantId, id: grantId }, data: made }));
    }
    const shortened = await setConnectionSettings(owner, CHOSEN);
    expect(shortened.shortened).toBeGreaterThanOrEqual(1);
    const expiryOf = async ({ tenantId }: MemberActor, id: string) =>
      await inTenant(tenantId, (tx) => tx.grant.findFirstOrThrow({ where: { tenantId, id } }));
    expect((await expiryOf(owner, old.grantId)).expiresAt.getTime()).toBeLessThan(Date.now());
    expect((await expiryOf(owner, young.grantId)).expiresAt.getTime()).toBeGreaterThan(Date.now());
    expect((await expiryOf(other, theirs.grantId)).expiresAt).toEqual(made.expiresAt);
  });

  test.each([
    ["no days", { connectionDaysMax: 0 }],
    ["more days than we have", { connectionDaysMax: 181 }],
    ["half a day", { idleDaysMax: 0.5 }],
    ["words", { idleDaysMax: "many" }],
    ["a quarter of an hour less a minute", { accessTokenMinutes: 14 }],
    ["over eight hours", { accessTokenMinutes: 481 }],
    ["another default", { consentDefault: "all" }],
    ["I02: another organisation", { tenantId: crypto.randomUUID() }],
  ])("refuses %s", async (_what, wrong) => {
    expect(await refusal(setConnectionSettings(owner, { ...CHOSEN, ...wrong }))).toMatch(/^invalid_input/);
  });
});
