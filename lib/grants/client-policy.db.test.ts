import { describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { allowClient } from "./allow-client.ts";
import { blockClient } from "./block-client.ts";
import { findClientVerdict } from "./find-client-verdict.ts";
import { getAppSettings } from "./get-app-settings.ts";
import { getTenantClient } from "./get-tenant-client.ts";
import { listConnections } from "./list-connections.ts";
import { listTenantClients } from "./list-tenant-clients.ts";
import { recordGrant } from "./record-grant.ts";
import { setAppPolicy } from "./set-app-policy.ts";
import { setClientPolicy } from "./set-client-policy.ts";
import { unblockClient } from "./unblock-client.ts";

useDatabase();

const CLIENT = "https://client.example/metadata.json";
const HOST = "client.example";
const ANYTHING = { effectMax: "destructive", hosts: [] } as const;

async function makeOrganisation() {
  const tenant = await mintTenant();
  const [owner, member] = [await mintMember(tenant, "owner"), await mintMember(tenant, "member")];
  await mintGrantWithToken(member, { groups: ["agents.read"] });
  const [app] = (await listTenantClients(owner, { isBlocked: false })).clients;
  return { tenant, owner, member, appId: app?.id ?? "" };
}

const verdictOf = async (member: MemberActor, { isReviewed = false, redirectHost = HOST } = {}) =>
  await findClientVerdict(member, { clientId: CLIENT, isReviewed, redirectHost });

async function record(actor: MemberActor, redirectHost = HOST): Promise<string> {
  const client = { id: CLIENT, name: "Test client", identity: "known" as const, isReviewed: false };
  const consent = { actor, client, redirectHost, resource: "http://localhost:3000/api/mcp" };
  return await inTenant(actor.tenantId, (tx) =>
    recordGrant(tx, { ...consent, groups: ["agents.read"] }),
  ).then(
    () => "recorded",
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
}

describe("the rule for all apps", () => {
  test("lets everybody in as long as nobody chose, and is chosen once from what was seen", async () => {
    const { owner, member } = await makeOrganisation();
    expect(await getAppSettings(owner, {})).toMatchObject({ policy: "open", version: 0 });
    expect(await record(member)).toBe("recorded");
    expect(await setAppPolicy(owner, { policy: "ask", version: 0 })).toMatchObject({ version: 1 });
    await expect(setAppPolicy(owner, { policy: "list", version: 0 })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await getAppSettings(owner, {})).toMatchObject({ policy: "ask", version: 1 });
  });

  test("of eight who choose at once from the same page one does", async () => {
    const { owner } = await makeOrganisation();
    for (const version of [0, 1]) {
      const chosen = await Promise.allSettled(
        Array.from({ length: 8 }, () => setAppPolicy(owner, { policy: "list", version })),
      );
      expect(chosen.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });

  test("keeps new connections out where it says so, and leaves those there are", async () => {
    const { owner, member } = await makeOrganisation();
    await setAppPolicy(owner, { policy: "ask", version: 0 });
    expect(await verdictOf(member)).toEqual({ kind: "ask" });
    expect(await verdictOf(member, { isReviewed: true })).toMatchObject({ kind: "allowed" });
    expect(await record(member)).toBe("precondition_failed");
    await setAppPolicy(owner, { policy: "list", version: 1 });
    expect(await verdictOf(member, { isReviewed: true })).toEqual({ kind: "unlisted" });
    const { connections } = await listConnections(owner, { clientId: CLIENT, status: "live" });
    expect(connections).toMatchObject([{ status: "active" }]);
  });
});

describe("what is decided about one app", () => {
  test("comes before the rule for all, and goes back to it without a trace", async () => {
    const { owner, member, appId } = await makeOrganisation();
    await setAppPolicy(owner, { policy: "list", version: 0 });
    await setClientPolicy(owner, { id: appId, decision: "allowed", ...ANYTHING, version: 0 });
    expect(await record(member)).toBe("recorded");
    await setClientPolicy(owner, { id: appId, decision: "asked", ...ANYTHING, version: 1 });
    expect(await verdictOf(member)).toEqual({ kind: "ask" });
    await setClientPolicy(owner, { id: appId, decision: "rule", ...ANYTHING, version: 2 });
    expect((await getTenantClient(owner, { id: appId })).decision).toBeNull();
    expect(await verdictOf(member)).toEqual({ kind: "unlisted" });
  });

  test("E10: another place to return to is refused where places are named, at every port of this computer alike", async () => {
    const { owner, member, appId } = await makeOrganisation();
    const hosts = ["localhost", "cursor:"];
    await setClientPolicy(owner, { id: appId, decision: "rule", effectMax: "read", hosts, version: 0 });
    expect(await verdictOf(member, { redirectHost: "127.0.0.1:7777" })).toEqual({
      kind: "allowed",
      effectMax: "read",
    });
    expect(await verdictOf(member, { redirectHost: "evil.example" })).toEqual({ kind: "host" });
    expect([await record(member, "localhost:1"), await record(member, "evil.example")]).toEqual([
      "recorded",
      "precondition_failed",
    ]);
  });

  test("is not decided from an old page, nor about an app that was blocked meanwhile", async () => {
    const { owner, appId } = await makeOrganisation();
    const decide = (version: number) =>
      setClientPolicy(owner, { id: appId, decision: "allowed", ...ANYTHING, version });
    await decide(0);
    await expect(decide(0)).rejects.toMatchObject({ code: "conflict" });
    await blockClient(owner, { id: appId });
    for (const version of [1, 2]) await expect(decide(version)).rejects.toMatchObject({ code: "conflict" });
  });

  test.each([
    ["http://x.example"],
    ["x.example/path"],
    ["x y"],
    ["-x"],
    [""],
    ["X.example"],
    ["x".repeat(256)],
  ])("a place to return to cannot be %j", async (host) => {
    const { owner, appId } = await makeOrganisation();
    const limits = { decision: "allowed", effectMax: "read", hosts: [host], version: 0 };
    await expect(setClientPolicy(owner, { id: appId, ...limits })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("a block taken back", () => {
  test("brings back what was decided before, its limits too, and no connection", async () => {
    const { owner, member, appId } = await makeOrganisation();
    await setClientPolicy(owner, {
      id: appId,
      decision: "rule",
      effectMax: "write",
      hosts: [HOST],
      version: 0,
    });
    expect(await blockClient(owner, { id: appId, reason: "Looked odd" })).toMatchObject({
      name: "Test client",
      ended: 1,
    });
    expect((await getTenantClient(owner, { id: appId })).decision).toMatchObject({ reason: "Looked odd" });
    expect(await verdictOf(member)).toEqual({ kind: "blocked" });
    await unblockClient(owner, { id: appId });
    expect(await verdictOf(member)).toEqual({ kind: "allowed", effectMax: "write" });
    const { decision, use } = await getTenantClient(owner, { id: appId });
    expect(decision).toMatchObject({ isListed: false, stateBefore: null, reason: null, hosts: [HOST] });
    expect(use).toMatchObject({ people: 0, connections: 0 });
  });

  test("of an app nothing was decided about leaves nothing, and twice is as once", async () => {
    const { owner, appId } = await makeOrganisation();
    await blockClient(owner, { id: appId });
    await blockClient(owner, { id: appId });
    await unblockClient(owner, { id: appId });
    await unblockClient(owner, { id: appId });
    expect((await getTenantClient(owner, { id: appId })).decision).toBeNull();
  });
});

describe("the list of apps", () => {
  test("I01 I17: shows and finds an organisation's own apps alone", async () => {
    const [here, there] = [await makeOrganisation(), await makeOrganisation()];
    const client = { id: "https://theirs.example/c.json", name: "Theirs", identity: "known" };
    await allowClient(there.owner, { client, redirectHost: "theirs.example" });
    expect((await listTenantClients(here.owner, { isBlocked: false, search: "theirs" })).clients).toEqual([]);
    expect(
      (await listTenantClients(there.owner, { isBlocked: false, search: "theirs" })).clients,
    ).toHaveLength(1);
    for (const run of [getTenantClient, blockClient, unblockClient]) {
      await expect(run(here.owner, { id: there.appId })).rejects.toMatchObject({ code: "not_found" });
    }
  });

  test("I17: takes what is searched for as text, whatever characters it holds", async () => {
    const { owner } = await makeOrganisation();
    for (const search of ["%", "_", "\\", "'; DROP TABLE tenant.clients; --", "\u202e"]) {
      expect((await listTenantClients(owner, { isBlocked: false, search })).clients).toEqual([]);
    }
    expect((await listTenantClients(owner, { isBlocked: false, search: "TEST" })).clients).toHaveLength(1);
  });

  test("pages through all of them once, the last connected first, and keeps blocked ones apart", async () => {
    const { owner, appId } = await makeOrganisation();
    const { tenantId } = owner;
    await inTenant(tenantId, (tx) =>
      tx.tenantClient.createMany({
        data: Array.from({ length: 120 }, (_, at) => ({
          tenantId,
          id: crypto.randomUUID(),
          clientId: `dcr_${at}`,
          name: `App ${at}`,
          identity: "registered",
          redirectHost: "x.example",
          lastSeenAt: new Date(Math.floor(at / 4)),
        })),
      }),
    );
    await inTenant(tenantId, (tx) =>
      tx.clientPolicy.createMany({
        data: Array.from({ length: 120 }, (_, at) => ({
          tenantId,
          id: crypto.randomUUID(),
          clientId: `dcr_${at}`,
          state: at < 3 ? ("blocked" as const) : ("allowed" as const),
          decidedBy: "somebody",
        })),
      }),
    );
    const seen: string[] = [];
    let after: string | null | undefined;
    do {
      const page = await listTenantClients(owner, { isBlocked: false, ...(after ? { after } : {}) });
      seen.push(...page.clients.map(({ id }) => id));
      after = page.nextCursor;
    } while (after);
    expect(seen[0]).toBe(appId);
    expect([seen.length, new Set(seen).size]).toEqual([118, 118]);
    expect((await listTenantClients(owner, { isBlocked: true })).clients).toHaveLength(3);
  });

  test("an app that is blocked is not put on the list by its address", async () => {
    const { owner, appId } = await makeOrganisation();
    await blockClient(owner, { id: appId });
    const client = { id: CLIENT, name: "Test client", identity: "known" };
    await expect(allowClient(owner, { client, redirectHost: HOST })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
