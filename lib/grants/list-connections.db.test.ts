import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { listConnectedApps } from "./list-connected-apps.ts";
import { listConnectedPeople } from "./list-connected-people.ts";
import { listConnections } from "./list-connections.ts";
import type { StatusFilter } from "./schema.ts";

useDatabase();

const DAY_MS = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

type Changes = {
  clientId?: string;
  clientName?: string;
  groups?: string[];
  createdAt?: Date;
  lastUsedAt?: Date;
  expiresAt?: Date;
  endedAt?: Date;
  endedBy?: string;
  endedReason?: string;
};

async function mintChanged(member: MemberActor, data: Changes): Promise<string> {
  const { grantId: id } = await mintGrantWithToken(member, { groups: data.groups ?? ["agents.read"] });
  const { tenantId } = member;
  await inTenant(tenantId, (tx) => tx.grant.updateMany({ where: { tenantId, id }, data }));
  return id;
}

let owner: MemberActor;
let member: MemberActor;
const ids: Record<string, string> = {};

beforeAll(async () => {
  const tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  member = await mintMember(tenant, "member");
  const rename = (actor: MemberActor, name: string, email: string) =>
    inTenant(tenant.tenantId, (tx) =>
      tx.membership.updateMany({
        where: { tenantId: tenant.tenantId, id: actor.membershipId },
        data: { name, email },
      }),
    );
  await rename(owner, "Ada 100%", "ada@acme.example");
  await rename(member, "Grace", "grace@acme.example");
  const claude = { clientId: "https://claude.ai/client.json", clientName: "Claude" };
  const cursor = { clientId: "https://cursor.example/client.json", clientName: "Cursor" };
  ids["active"] = await mintChanged(owner, { ...claude, createdAt: ago(40), lastUsedAt: ago(1) });
  ids["idle"] = await mintChanged(member, { ...claude, createdAt: ago(50), lastUsedAt: ago(31) });
  ids["never"] = await mintChanged(member, { ...cursor, createdAt: ago(35), groups: ["agents.write"] });
  ids["expired"] = await mintChanged(member, { ...cursor, createdAt: ago(60), expiresAt: ago(1) });
  const ended = { endedAt: ago(2), endedBy: "system" };
  ids["lifetime"] = await mintChanged(member, { ...cursor, ...ended, endedReason: "expired" });
  ids["ended"] = await mintChanged(owner, { ...claude, ...ended, endedReason: "admin" });
});

const list = async (actor: MemberActor, filter: object): Promise<string[]> => {
  const { connections } = await listConnections(actor, filter);
  return connections.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id) ?? id).toSorted();
};

describe("listConnections", () => {
  test.each<[StatusFilter, string[]]>([
    ["live", ["active", "idle", "never"]],
    ["active", ["active"]],
    ["idle", ["idle", "never"]],
    ["expired", ["expired", "lifetime"]],
    ["disconnected", ["ended"]],
  ])("asked for %s it says what each connection says of itself", async (status, names) => {
    expect(await list(owner, { status })).toEqual(names);
    const { connections } = await listConnections(owner, { status });
    if (status !== "live") expect(new Set(connections.map((one) => one.status))).toEqual(new Set([status]));
  });

  test("app, person, groups and text narrow it, together", async () => {
    expect(await list(owner, { clientId: "https://cursor.example/client.json" })).toEqual([
      "expired",
      "lifetime",
      "never",
    ]);
    expect(await list(owner, { personId: owner.personId })).toEqual(["active", "ended"]);
    expect(await list(owner, { groups: ["agents.write", "git.read"] })).toEqual(["never"]);
    expect(await list(owner, { text: "CURS", status: "live" })).toEqual(["never"]);
    expect(await list(owner, { text: "grace@" })).toHaveLength(4);
    expect(await list(owner, { text: "100%" }), "a percent sign is a percent sign").toEqual([
      "active",
      "ended",
    ]);
    expect(await list(owner, { text: "_" })).toEqual([]);
    expect(await list(owner, { text: "' OR true --" })).toEqual([]);
  });

  test("I17: a member's search, and their question for somebody else's, find only their own", async () => {
    expect(await list(member, { text: "claude" })).toEqual(["idle"]);
    expect(await list(member, { personId: owner.personId })).toHaveLength(4);
    const stranger = await mintMember(await mintTenant(), "owner");
    expect(await list(stranger, { text: "claude" })).toEqual([]);
    expect(await list(stranger, { personId: member.personId })).toEqual([]);
  });
});

describe("by app and by person", () => {
  test("each is counted once, in the order of names, with what is live of it", async () => {
    const { apps } = await listConnectedApps(owner, {});
    expect(apps.map(({ name, people, live, total }) => [name, people, live, total])).toEqual([
      ["Claude", 2, 2, 3],
      ["Cursor", 1, 1, 3],
    ]);
    const { people } = await listConnectedPeople(owner, { status: "live" });
    expect(people.map(({ name, apps: count, live, total }) => [name, count, live, total])).toEqual([
      ["Ada 100%", 1, 1, 1],
      ["Grace", 2, 2, 2],
    ]);
    expect(people[0]?.lastUsedAt).toEqual(expect.any(Date));
  });

  test("I17: a member's apps are counted from their own connections alone", async () => {
    const { apps } = await listConnectedApps(member, {});
    expect(apps.map(({ name, people, total }) => [name, people, total])).toEqual([
      ["Claude", 1, 1],
      ["Cursor", 1, 3],
    ]);
  });

  test("page by page nobody comes twice and nobody is left out, also of one name", async () => {
    const tenant = await mintTenant();
    const admin = await mintMember(tenant, "admin");
    for (let index = 0; index < 52; index += 1) {
      const one = await mintMember(tenant, "member");
      await mintChanged(one, { clientId: `https://app.example/${index}`, clientName: "Same" });
    }
    const people = await listConnectedPeople(admin, {});
    const morePeople = await listConnectedPeople(admin, { after: people.nextCursor ?? "" });
    const apps = await listConnectedApps(admin, {});
    const moreApps = await listConnectedApps(admin, { after: apps.nextCursor ?? "" });
    const allPeople = [...people.people, ...morePeople.people].map(({ personId }) => personId);
    const allApps = [...apps.apps, ...moreApps.apps].map(({ clientId }) => clientId);
    expect([new Set(allPeople).size, new Set(allApps).size]).toEqual([52, 52]);
    expect([morePeople.nextCursor, moreApps.nextCursor]).toEqual([null, null]);
  });
});
