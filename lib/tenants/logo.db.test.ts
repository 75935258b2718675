import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inPerson } from "#lib/platform/db/in-person.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findOwnLogo } from "./find-own-logo.ts";
import { listMemberships } from "./list-memberships.ts";
import { LOGO_BYTES_MAX, LOGOS_PER_DAY } from "./policy.ts";
import { removeLogo } from "./remove-logo.ts";
import { removeMember } from "./remove-member.ts";
import { setLogo } from "./set-logo.ts";

useDatabase();

let tenant: MintedTenant;
let owner: MemberActor;
beforeEach(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
});

const draw = (background: string) =>
  sharp({ create: { width: 30, height: 20, channels: 3, background } })
    .png()
    .toBuffer();
const toPerson = ({ personId, email }: MemberActor): PersonActor => ({
  kind: "person",
  personId,
  email,
  name: "Somebody",
});
const find = (who: MemberActor, of: MemberActor, hash: string) =>
  findOwnLogo(toPerson(who), { slug: of.tenantSlug, hash });

async function set(actor: MemberActor, background = "teal"): Promise<string> {
  const outcome = await setLogo(actor, { image: await draw(background) });
  if (!outcome.ok) throw new Error(outcome.problem);
  return outcome.hash;
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? `${error.code}: ${error.publicMessage}` : String(error)),
  );
}

async function readAudit({ tenantId }: MemberActor) {
  const rows = await inTenant(tenantId, (tx) =>
    tx.auditEvent.findMany({ where: { tenantId }, orderBy: { seq: "asc" } }),
  );
  return rows.map(({ action, outcome, target, before, after }) => ({
    action,
    outcome,
    target,
    before,
    after,
  }));
}

describe("setLogo", () => {
  test("keeps a small PNG of our own; every member finds it with the list of their organisations", async () => {
    const member = await mintMember(tenant, "member");
    const hash = await set(owner);
    const [place] = await listMemberships(toPerson(member));
    expect(place?.logoHash).toBe(hash);
    const image = await find(member, owner, hash);
    expect(await sharp(image ?? undefined).metadata()).toMatchObject({
      format: "png",
      width: 128,
      height: 128,
    });
  });

  test("replaces the former one, which is found no more; the audit log has hashes and sizes, no picture", async () => {
    const first = await set(owner, "teal");
    const second = await set(owner, "tomato");
    expect(second).not.toBe(first);
    expect(await find(owner, owner, first)).toBeNull();
    const image = await find(owner, owner, second);
    const [, row] = await readAudit(owner);
    expect(row).toEqual({
      action: "tenant.set-logo",
      outcome: "done",
      target: owner.tenantId,
      before: { sha256: first },
      after: { sha256: second, bytes: image?.length },
    });
  });

  test("of two who send one at once the later one's audit row names the earlier one's", async () => {
    await Promise.all([set(owner, "teal"), set(owner, "tomato")]);
    const [first, second] = await readAudit(owner);
    expect(first?.after).toMatchObject(second?.before as object);
  });

  test("J25: says what is wrong with the file and keeps what there was", async () => {
    const hash = await set(owner);
    const large = Buffer.alloc(LOGO_BYTES_MAX + 1);
    expect(await setLogo(owner, { image: large })).toEqual({ ok: false, problem: "bytes" });
    const page = Buffer.from("<html><script>alert(1)</script>");
    expect(await setLogo(owner, { image: page })).toEqual({ ok: false, problem: "format" });
    expect(await refusal(setLogo(owner, { image: "text" }))).toMatch(/^invalid_input/);
    expect(await find(owner, owner, hash)).not.toBeNull();
    expect(await readAudit(owner)).toHaveLength(1);
  });

  test("J10: is an owner's, also when the right was taken while the picture was made; refusals are written down", async () => {
    const admin = await mintMember(tenant, "admin");
    expect(await refusal(setLogo(admin, { image: await draw("teal") }))).toMatch(/^forbidden/);
    const image = await draw("teal");
    await inTenant(owner.tenantId, (tx) =>
      tx.membership.updateMany({
        where: { tenantId: owner.tenantId, id: owner.membershipId },
        data: { role: "admin" },
      }),
    );
    expect(await refusal(setLogo(owner, { image }))).toMatch(/^forbidden/);
    const rows = await readAudit(owner);
    expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      "tenant.set-logo refused",
      "tenant.set-logo refused",
    ]);
  });

  test("J25: an organisation sends so many a day, and no more", async () => {
    const image = Buffer.from("no picture");
    for (let sent = 0; sent < LOGOS_PER_DAY.points; sent += 1) await setLogo(owner, { image });
    expect(await refusal(setLogo(owner, { image: await draw("teal") }))).toMatch(/^limit_exceeded/);
    expect(await set(await mintMember(await mintTenant(), "owner"))).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("removeLogo", () => {
  test("takes the one away that was seen, once, and not one that somebody set meanwhile", async () => {
    const seen = await set(owner, "teal");
    const newer = await set(owner, "tomato");
    expect(await refusal(removeLogo(owner, { hash: seen }))).toMatch(
      /^conflict: Somebody else changed the logo/,
    );
    expect(await find(owner, owner, newer)).not.toBeNull();
    await removeLogo(owner, { hash: newer });
    expect(await find(owner, owner, newer)).toBeNull();
    expect((await listMemberships(toPerson(owner)))[0]?.logoHash).toBeNull();
    expect(await refusal(removeLogo(owner, { hash: newer }))).toMatch(/^conflict/);
    const rows = await readAudit(owner);
    expect(rows.at(-1)).toMatchObject({ action: "tenant.remove-logo", before: { sha256: newer } });
    const left = await inTenant(owner.tenantId, (tx) =>
      tx.tenantLogo.count({ where: { tenantId: owner.tenantId } }),
    );
    expect(left).toBe(0);
  });
});

describe("I24: a logo", () => {
  test("is found by nobody who does not belong to its organisation, even with its hash", async () => {
    const hash = await set(owner);
    const stranger = await mintMember(await mintTenant(), "owner");
    const left = await mintMember(tenant, "member");
    expect(await find(left, owner, hash)).not.toBeNull();
    await removeMember(owner, { id: left.membershipId, version: 1 });
    for (const who of [stranger, left]) {
      expect(await find(who, owner, hash)).toBeNull();
      // The database says so too, whatever a query forgets to ask.
      const rows = await inPerson(who.personId, (tx) => tx.tenantLogo.findMany({ where: { hash } }));
      expect(rows).toEqual([]);
    }
  });

  test("is of one organisation, also where another has the same picture", async () => {
    const other = await mintMember(await mintTenant(), "owner");
    const hash = await set(owner);
    expect(await find(other, other, hash)).toBeNull();
    expect(await set(other)).toBe(hash);
    expect(await find(other, other, hash)).not.toBeNull();
    expect(await find(other, owner, hash)).toBeNull();
  });

  test.each([
    ["nothing", ""],
    ["half a hash", "ab".repeat(16)],
    ["a null character", `${"a".repeat(63)}\0`],
    ["capitals", "AB".repeat(32)],
  ])("named by %s is none", async (_what, hash) => {
    await set(owner);
    expect(await find(owner, owner, hash)).toBeNull();
    expect(await findOwnLogo(toPerson(owner), { slug: "no\0slug", hash: "a".repeat(64) })).toBeNull();
  });
});
