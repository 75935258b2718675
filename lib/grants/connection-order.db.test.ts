import { expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, type MintedTenant, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { type Connection, listConnections } from "./list-connections.ts";
import { CONNECTION_SORTS, type ConnectionSort } from "./schema.ts";

useDatabase();

const APPS = ["claude", "Cursor", "Zed"];
const PEOPLE = ["ada", "Grace", "grace"];
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 1);

/** 120 connections of three people and apps, made at five times and used at three or never: a page ends among alike ones. */
async function mintMany(tenant: MintedTenant): Promise<void> {
  const { tenantId } = tenant;
  const people: MemberActor[] = [];
  for (const name of PEOPLE) {
    const person = await mintMember(tenant, "member");
    people.push(person);
    const where = { tenantId, id: person.membershipId };
    await inTenant(tenantId, (tx) => tx.membership.updateMany({ where, data: { name } }));
  }
  const at = (hour: number) => new Date(START + hour * HOUR_MS);
  const data = Array.from({ length: 120 }, (_one, index) => ({
    tenantId,
    id: crypto.randomUUID(),
    membershipId: people[index % 3]?.membershipId ?? "",
    personId: people[index % 3]?.personId ?? "",
    clientId: `https://app.example/${(index * 7) % 3}`,
    clientName: APPS[(index * 5) % 3] ?? "",
    clientIdentity: "known",
    redirectHost: "app.example",
    resource: "https://connect.test/api/mcp",
    groups: ["agents.read"],
    createdAt: at(index % 5),
    connectedAt: at(index % 5),
    lastUsedAt: index % 4 === 0 ? null : at(10 + (index % 3)),
    expiresAt: new Date(START + 4_000 * HOUR_MS),
  }));
  await inTenant(tenantId, (tx) => tx.grant.createMany({ data }));
}

type Key = (connection: Connection) => string | number;
const KEYS: Record<string, Key> = {
  created: ({ createdAt }) => createdAt.getTime(),
  used: ({ lastUsedAt }) => lastUsedAt?.getTime() ?? -Infinity,
  app: ({ app }) => app.name.toLowerCase(),
  person: ({ person }) => person.name.toLowerCase(),
};

const compare = <Value>(a: Value, b: Value) => (a < b ? -1 : a > b ? 1 : 0);

/** The order a sort promises: by its key, and what is alike newest first. */
function toSorted(connections: readonly Connection[], sort: ConnectionSort): Connection[] {
  const [column, sign] = [sort.replace("-", ""), sort.startsWith("-") ? -1 : 1];
  const key = KEYS[column] ?? (() => 0);
  const ties = column === "created" ? sign : -1;
  return connections.toSorted(
    (a, b) =>
      sign * compare(key(a), key(b)) ||
      ties * compare(a.createdAt.getTime(), b.createdAt.getTime()) ||
      ties * compare(a.id, b.id),
  );
}

async function readAll(actor: MemberActor, sort: ConnectionSort): Promise<Connection[]> {
  const all: Connection[] = [];
  let after: string | undefined;
  do {
    const page = await listConnections(actor, { sort, after });
    all.push(...page.connections);
    after = page.nextCursor ?? undefined;
  } while (after !== undefined && all.length < 1_000);
  return all;
}

test("in every order the pages hold every connection once, alike ones too", async () => {
  const tenant = await mintTenant();
  const owner = await mintMember(tenant, "owner");
  await mintMany(tenant);
  for (const sort of CONNECTION_SORTS) {
    const all = await readAll(owner, sort);
    expect(new Set(all.map(({ id }) => id)).size, sort).toBe(120);
    expect(
      all.map(({ id }) => id),
      sort,
    ).toEqual(toSorted(all, sort).map(({ id }) => id));
  }
  const { connections } = await listConnections(owner, {});
  expect(connections.map(({ id }) => id)).toEqual(
    (await readAll(owner, "-created")).slice(0, 50).map(({ id }) => id),
  );
});

test("by last use the next page begins where the last one ended, whoever was used meanwhile", async () => {
  const tenant = await mintTenant();
  const { tenantId } = tenant;
  const owner = await mintMember(tenant, "owner");
  await mintMany(tenant);
  const all = (await readAll(owner, "-used")).map(({ id }) => id);
  const first = await listConnections(owner, { sort: "-used" });
  const where = { tenantId, id: first.connections.at(-1)?.id ?? "" };
  await inTenant(tenantId, (tx) => tx.grant.updateMany({ where, data: { lastUsedAt: new Date() } }));
  const second = await listConnections(owner, { sort: "-used", after: first.nextCursor ?? "" });
  expect(second.connections.map(({ id }) => id)).toEqual(all.slice(50, 100));
});

test("I17: a place in another organisation's list leads nowhere", async () => {
  const [tenant, other] = [await mintTenant(), await mintTenant()];
  const [owner, stranger] = [await mintMember(tenant, "owner"), await mintMember(other, "owner")];
  await mintMany(tenant);
  await mintMany(other);
  for (const sort of ["-created", "app", "person"] as const) {
    const { nextCursor } = await listConnections(owner, { sort });
    const { connections } = await listConnections(stranger, { sort, after: nextCursor ?? "" });
    expect(connections, sort).toEqual([]);
  }
});
