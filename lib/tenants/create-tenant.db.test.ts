import { describe, expect, test } from "vitest";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { newId, type PersonId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { withCaller } from "#lib/platform/limits/peer-address.ts";
import { mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { addMember } from "./add-member.ts";
import { createSampleTenant } from "./create-sample-tenant.ts";
import { createTenant } from "./create-tenant.ts";
import { findSample } from "./find-sample.ts";
import { findTenantByAddress } from "./find-tenant-by-address.ts";
import { listMemberships } from "./list-memberships.ts";
import { resolveMemberActorById } from "./resolve-member-actor-by-id.ts";
import { resolveMemberActor } from "./resolve-member-actor.ts";

useDatabase();

function somebody(): PersonActor {
  const personId = newId<PersonId>();
  return { kind: "person", personId, email: `${personId}@people.example`, name: "Somebody" };
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? `${error.code}: ${error.publicMessage}` : String(error)),
  );
}

let number = 0;
const slug = () => `org-${(number += 1)}`;

describe("createTenant", () => {
  test("makes the organisation, its owner and the audit row together", async () => {
    const person = somebody();
    const actor = await createTenant(person, { name: "  Acme Ｒobotics ", slug: slug() });
    expect(actor).toMatchObject({ kind: "member", role: "owner", tenantName: "Acme Robotics" });
    expect(await resolveMemberActor(person, actor.tenantSlug)).toEqual(actor);
    expect(await resolveMemberActorById(person, actor.tenantId)).toEqual(actor);
    const rows = await inTenant(actor.tenantId, (tx) =>
      tx.auditEvent.findMany({ select: { action: true, outcome: true } }),
    );
    expect(rows).toEqual([{ action: "tenant.create", outcome: "done" }]);
  });

  test("gives each an address nobody can guess, by which it is found", async () => {
    const person = somebody();
    for (let index = 0; index < 3; index += 1) await createTenant(person, { name: "Acme", slug: slug() });
    const memberships = await listMemberships(person);
    expect(new Set(memberships.map(({ address }) => address)).size).toBe(3);
    for (const { address, tenantId } of memberships) {
      expect(address).toMatch(/^[a-z2-7]{16}$/);
      expect(await findTenantByAddress(address)).toBe(tenantId);
    }
    for (const wrong of ["", "aaaaaaaaaaaaaaaa", "../../etc", "A".repeat(16)]) {
      expect(await findTenantByAddress(wrong)).toBeNull();
    }
  });

  test("I13: a taken short name is a conflict, and leaves nothing behind", async () => {
    const taken = slug();
    await createTenant(somebody(), { name: "First", slug: taken });
    const second = somebody();
    expect(await refusal(createTenant(second, { name: "Second", slug: taken }))).toMatch(/^conflict/);
    expect(await listMemberships(second)).toEqual([]);
  });

  test.each([
    ["an empty name", { name: " ", slug: "good-slug" }],
    ["a name of 61 characters", { name: "x".repeat(61), slug: "good-slug" }],
    ["a name with a bidirectional override", { name: "Acme\u202Egro", slug: "good-slug" }],
    ["a name with a zero-width space", { name: "Ac\u200Bme", slug: "good-slug" }],
    ["a short slug", { name: "Acme", slug: "ab" }],
    ["a reserved slug", { name: "Acme", slug: "admin" }],
    ["capitals", { name: "Acme", slug: "Acme" }],
    ["two hyphens", { name: "Acme", slug: "a--b" }],
    ["a slash", { name: "Acme", slug: "a/../b" }],
    ["an id of its own", { name: "Acme", slug: "good-slug", id: crypto.randomUUID() }],
    ["a role", { name: "Acme", slug: "good-slug", isSample: true }],
  ])("refuses %s", async (_what, input) => {
    expect(await refusal(createTenant(somebody(), input))).toMatch(/^invalid_input/);
  });
});

test("somebody who owns thirty organisations makes no other one, and may once they hand one over", async () => {
  const person = somebody();
  const { personId, email, name } = person;
  for (let owned = 0; owned < 30; owned += 1) {
    const { tenantId } = await mintTenant();
    const job = { kind: "system", job: "seed_sample", tenantId } as const;
    await addMember(job, { personId, email, name, role: owned === 0 ? "admin" : "owner" });
  }
  await createTenant(person, { name: "The thirtieth", slug: slug() });
  expect(await refusal(createTenant(person, { name: "One more", slug: slug() }))).toMatch(
    /^precondition_failed/,
  );
});

describe("resolving a member", () => {
  test("answers for somebody else's organisation as for none", async () => {
    const actor = await createTenant(somebody(), { name: "Acme", slug: slug() });
    const stranger = somebody();
    const none = await refusal(resolveMemberActor(stranger, "no-such-organisation"));
    expect(none).toMatch(/^not_found/);
    expect(await refusal(resolveMemberActor(stranger, actor.tenantSlug))).toBe(none);
    expect(await refusal(resolveMemberActorById(stranger, actor.tenantId))).toBe(none);
    expect(await refusal(resolveMemberActorById(stranger, "'; DROP"))).toBe(none);
  });
});

test("a job adds a member once and audits it once; a second time keeps the role", async () => {
  const owner = await createTenant(somebody(), { name: "Acme", slug: slug() });
  const { personId, email, name } = somebody();
  const job = { kind: "system", job: "seed_sample", tenantId: owner.tenantId } as const;
  expect(await addMember(job, { personId, email, name, role: "member" })).toEqual({ isNew: true });
  expect(await addMember(job, { personId, email, name, role: "owner" })).toEqual({ isNew: false });
  const actor = await resolveMemberActor({ kind: "person", personId, email, name }, owner.tenantSlug);
  expect(actor.role).toBe("member");
});

test("the sample organisation is found by its mark alone", async () => {
  expect(await findSample()).toBeNull();
  const { tenantId, tenantSlug } = await createSampleTenant(somebody(), {
    name: "Acme Robotics",
    slug: slug(),
  });
  expect(await findSample()).toEqual({ id: tenantId, slug: tenantSlug });
});

test("L04: a member carries where the request came from, and nothing outside of one", async () => {
  const person = somebody();
  const { tenantSlug, tenantId } = await createTenant(person, { name: "Acme", slug: slug() });
  const resolve = () => resolveMemberActor(person, tenantSlug);
  const caller = { address: "2a00:1450:4001:830::200e", requestId: "r1" };
  const from = { network: "2a00:1450:4001::/48", requestId: "r1" };
  expect((await withCaller(caller, resolve)).from).toEqual(from);
  expect((await withCaller(caller, () => resolveMemberActorById(person, tenantId))).from).toEqual(from);
  expect(await resolve()).not.toHaveProperty("from");
});

test("I01: text that can be no short name finds no organisation, like one that does not exist", async () => {
  const person = somebody();
  const answer = await refusal(resolveMemberActor(person, "no-such-organisation"));
  expect(answer).toMatch(/^not_found: /);
  for (const text of ["", "a\0b", "\ud800", "../x", "x".repeat(10_000)]) {
    expect(await refusal(resolveMemberActor(person, text))).toBe(answer);
  }
});
