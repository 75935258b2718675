import { expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, type MintedTenant, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { listMembers, type Member } from "./list-members.ts";
import { MEMBER_SORTS, type MemberSort } from "./schema.ts";

useDatabase();

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 1);
const at = (hour: number) => new Date(START + hour * HOUR_MS);

/** 120 members of few names, roles and times: a page ends among alike ones. */
async function mintMany({ tenantId }: MintedTenant): Promise<void> {
  const data = Array.from({ length: 120 }, (_one, index) => ({
    tenantId,
    id: crypto.randomUUID(),
    personId: crypto.randomUUID(),
    email: `p${index}@people.example`,
    name: `${index % 2 === 0 ? "Person" : "person"} ${index % 7}`,
    role: ROLES[(index * 3) % 4] ?? "member",
    lastActiveAt: index % 4 === 0 ? null : at(10 + (index % 3)),
    createdAt: at(index % 5),
  }));
  await inTenant(tenantId, (tx) => tx.membership.createMany({ data }));
}

type Key = (member: Member) => string | number;
const KEYS: Record<string, Key> = {
  person: ({ name }) => name.toLowerCase(),
  role: ({ role }) => ["owner", "admin", "member", "auditor"].indexOf(role),
  active: ({ lastActiveAt }) => lastActiveAt?.getTime() ?? -Infinity,
  joined: ({ joinedAt }) => joinedAt.getTime(),
};

const compare = <Value>(a: Value, b: Value) => (a < b ? -1 : a > b ? 1 : 0);

/** The order a sort promises: by its key, and who is alike by name. */
function toSorted(members: readonly Member[], sort: MemberSort): Member[] {
  const [column, sign] = [sort.replace("-", ""), sort.startsWith("-") ? -1 : 1];
  const key = KEYS[column] ?? (() => 0);
  const ties = column === "person" ? sign : 1;
  return members.toSorted(
    (a, b) =>
      sign * compare(key(a), key(b)) ||
      ties * compare(a.name.toLowerCase(), b.name.toLowerCase()) ||
      ties * compare(a.id, b.id),
  );
}

async function readAll(actor: MemberActor, sort: MemberSort): Promise<Member[]> {
  const all: Member[] = [];
  let after: string | undefined;
  do {
    const page = await listMembers(actor, { sort, after });
    all.push(...page.members);
    after = page.nextCursor ?? undefined;
  } while (after !== undefined && all.length < 1_000);
  return all;
}

test("in every order the pages hold every member once, alike ones too", async () => {
  const tenant = await mintTenant();
  const owner = await mintMember(tenant, "owner");
  const connected = await mintMember(tenant, "member");
  const { grantId } = await mintGrantWithToken(connected, { groups: ["agents.read"] });
  const where = { tenantId: tenant.tenantId, id: grantId };
  await inTenant(tenant.tenantId, (tx) => tx.grant.updateMany({ where, data: { lastUsedAt: at(99) } }));
  await mintMany(tenant);
  for (const sort of MEMBER_SORTS) {
    const all = await readAll(owner, sort);
    expect(new Set(all.map(({ id }) => id)).size, sort).toBe(122);
    expect(
      all.map(({ id }) => id),
      sort,
    ).toEqual(toSorted(all, sort).map(({ id }) => id));
  }
  const [newest] = (await listMembers(owner, { sort: "-active" })).members;
  expect(newest?.id, "a call counts as being active").toBe(connected.membershipId);
});

test("by last activity the next page begins where the last one ended, whoever was active meanwhile", async () => {
  const tenant = await mintTenant();
  const { tenantId } = tenant;
  const owner = await mintMember(tenant, "owner");
  await mintMany(tenant);
  const all = (await readAll(owner, "-active")).map(({ id }) => id);
  const first = await listMembers(owner, { sort: "-active" });
  const where = { tenantId, id: first.members.at(-1)?.id ?? "" };
  await inTenant(tenantId, (tx) => tx.membership.updateMany({ where, data: { lastActiveAt: new Date() } }));
  const second = await listMembers(owner, { sort: "-active", after: first.nextCursor ?? "" });
  expect(second.members.map(({ id }) => id)).toEqual(all.slice(50, 100));
});
