import { beforeEach, expect, test } from "vitest";
import { decideClientRequest } from "#lib/grants/decide-client-request.ts";
import { listClientRequests } from "#lib/grants/list-client-requests.ts";
import { makeClientRequest } from "#lib/grants/make-client-request.ts";
import { setAppPolicy } from "#lib/grants/set-app-policy.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { closeChecklist } from "#lib/tenants/close-checklist.ts";
import { pauseTools } from "#lib/tenants/pause-tools.ts";
import {
  mintGrantWithToken,
  mintMember,
  type MintedTenant,
  mintTenant,
  mintUpstream,
} from "#lib/testing/mint.ts";
import { openStream } from "#lib/testing/streams/use-collector.ts";
import { clientOf } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { asDatabaseAdmin } from "#lib/testing/use-exports.ts";
import { flushCalls } from "./flush-calls.ts";
import { getAttention } from "./get-attention.ts";
import { getOverview } from "./get-overview.ts";
import { makeAttemptKey } from "./make-attempt-key.ts";
import { recordCall } from "./record-call.ts";

useDatabase();
let tenant: MintedTenant;
let owner: MemberActor;
const NOTHING = {
  hasInstance: false,
  isTested: false,
  isReviewed: false,
  hasConnected: false,
  hasInvited: false,
  hasCalled: false,
  isClosed: false,
};

beforeEach(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
});

const mintInstance = () =>
  mintUpstream(tenant, { url: "https://trinity.example/mcp", key: "trinity_mcp_x", tools: ["list_agents"] });

async function call(actor: MemberActor, outcome: "ok" | "denied"): Promise<void> {
  recordCall({
    actor: clientOf(actor),
    method: "tools/call",
    era: "modern",
    name: "list_agents",
    ownName: "list_agents",
    group: "agents.read",
    bytesIn: 1,
    outcome,
    ms: 1,
  });
  await flushCalls();
}

test("the first steps are ticked by what happened, each by itself", async () => {
  const stepsOf = async (actor = owner) => (await getOverview(actor, {})).steps;
  expect(await stepsOf()).toEqual(NOTHING);
  const { upstreamId } = await mintInstance();
  expect(await stepsOf()).toEqual({ ...NOTHING, hasInstance: true, isReviewed: true });
  const where = { tenantId: tenant.tenantId, id: upstreamId };
  await inTenant(tenant.tenantId, (tx) => tx.upstream.updateMany({ where, data: { checkedAt: new Date() } }));
  await mintGrantWithToken(owner, { groups: ["agents.read"] });
  const member = await mintMember(tenant, "member");
  await call(owner, "ok");
  const all = { hasInstance: true, isTested: true, isReviewed: true, hasConnected: true, hasInvited: true };
  expect(await stepsOf()).toEqual({ ...NOTHING, ...all, hasCalled: true });
  // The calls and connections of others are no step of somebody who sees their own alone.
  expect(await stepsOf(member)).toMatchObject({ hasConnected: false, hasCalled: false });
  await closeChecklist(owner, {});
  expect([(await stepsOf()).isClosed, (await stepsOf(member)).isClosed]).toEqual([true, false]);
});

test("the numbers are of the whole organisation, or one's own where one sees no others'", async () => {
  const member = await mintMember(tenant, "member");
  await mintGrantWithToken(owner, { groups: ["agents.read"] });
  await mintGrantWithToken(member, { groups: ["agents.read"] });
  for (const outcome of ["ok", "ok", "denied"] as const) await call(owner, outcome);
  for (const [furthest, failed] of [
    [10, null],
    [5, 6],
    [5, null],
  ]) {
    const { id, number } = makeAttemptKey();
    await authSql().query(
      `INSERT INTO auth.attempts (id, number, started_at, last_at, furthest, furthest_at, failed_stage, family, network, tenant_id)
       VALUES ($1, $2, now(), now(), $3, now(), $4, 'browser', '8.8.4.0/24', $5)`,
      [id, number, furthest, failed, tenant.tenantId],
    );
  }
  expect(await getOverview(owner, {})).toMatchObject({
    liveConnections: 2,
    calls: { done: 2, denied: 1 },
    failedAttempts: 1,
  });
  expect(await getOverview(member, {})).toMatchObject({
    liveConnections: 1,
    calls: null,
    failedAttempts: null,
  });
});

test("what needs an admin is said, and nobody else is told", async () => {
  expect(await getAttention(owner, {})).toEqual({
    isPaused: false,
    deadKey: null,
    failing: [],
    signInSecret: null,
    logStream: null,
    changedTools: 0,
    accessRequests: 0,
    appRequests: 0,
  });
  const { upstreamId } = await mintInstance();
  const { tenantId } = tenant;
  await inTenant(tenantId, async (tx) => {
    await tx.upstreamTool.updateMany({ where: { tenantId, upstreamId }, data: { state: "pending" } });
    await tx.upstream.updateMany({
      where: { tenantId, id: upstreamId },
      data: { problem: "unreachable", problemSince: new Date() },
    });
    const refusedAt = new Date();
    await tx.upstreamKey.updateMany({ where: { tenantId, upstreamId, ownerId: null }, data: { refusedAt } });
  });
  await pauseTools(owner, { confirmation: tenant.slug });
  expect(await getAttention(owner, {})).toEqual({
    isPaused: true,
    deadKey: { id: upstreamId, name: "Production" },
    failing: ["Production"],
    signInSecret: null,
    logStream: null,
    changedTools: 1,
    accessRequests: 0,
    appRequests: 0,
  });
  const member = await mintMember(tenant, "member");
  await expect(getAttention(member, {})).rejects.toMatchObject({ code: "forbidden" });
  const client = { id: "https://asked.example/c.json", name: "Asked", identity: "known", isReviewed: false };
  await setAppPolicy(owner, { policy: "ask", version: 0 });
  const asked = { client, redirectHost: "asked.example", reason: "For reports" };
  await makeClientRequest(member, asked);
  const suspended = await mintMember(tenant, "member");
  await makeClientRequest(suspended, asked);
  const { membershipId: id } = suspended;
  await inTenant(tenantId, (tx) =>
    tx.membership.updateMany({ where: { tenantId, id }, data: { status: "suspended" } }),
  );
  const stranger = await mintMember(await mintTenant(), "owner");
  expect((await getAttention(owner, {})).appRequests).toBe(1);
  expect((await getAttention(stranger, {})).appRequests).toBe(0);
  const [request] = (await listClientRequests(owner, { isOpen: true })).requests;
  await decideClientRequest(owner, { id: request?.id, version: request?.version, isApproved: false });
  expect((await getAttention(owner, {})).appRequests).toBe(0);
});

test.each([
  [31, null],
  [30, 30],
  [7, 7],
  [-1, -1],
])("a secret of company sign-in that ends in %i days is told of while that is on", async (days, daysLeft) => {
  const { tenantId } = tenant;
  const secretEndsOn = new Date(Date.now() + days * 86_400_000);
  const connection = { tenantId, id: tenantId, issuer: "https://login.example", clientId: "connect" };
  await inTenant(tenantId, (tx) =>
    tx.ssoConnection.create({ data: { ...connection, secretSealed: Buffer.from("x"), secretEndsOn } }),
  );
  expect((await getAttention(owner, {})).signInSecret).toBeNull();
  await inTenant(tenantId, (tx) =>
    tx.ssoConnection.updateMany({ where: { tenantId }, data: { isActive: true } }),
  );
  const endsOn = secretEndsOn.toISOString().slice(0, 10);
  expect((await getAttention(owner, {})).signInSecret).toEqual(
    daysLeft === null ? null : { endsOn, daysLeft },
  );
});

test("getAttention tells of a log stream that has failed for a day or stopped, and of no other", async () => {
  const { id } = await openStream(owner, "https://collector.example/in?secret=word");
  const tell = async (set: string) => {
    await asDatabaseAdmin(`UPDATE tenant.log_streams SET ${set} WHERE id = '${id}'`);
    return (await getAttention(owner, {})).logStream;
  };
  expect((await getAttention(owner, {})).logStream).toBeNull();
  expect(await tell("failing_since = now() - interval '23 hours'")).toBeNull();
  const told = { host: "collector.example", isStopped: false };
  expect(await tell("failing_since = now() - interval '25 hours'")).toEqual(told);
  expect(await tell("state = 'paused'")).toBeNull();
  expect(await tell("state = 'stopped'")).toEqual({ ...told, isStopped: true });
});
