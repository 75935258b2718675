import { afterAll, beforeAll, expect, test } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import { verifyToolCalls } from "#lib/activity/verify-tool-calls.ts";
import { verifyAudit } from "#lib/audit/verify-audit.ts";
import { setAppPolicy } from "#lib/grants/set-app-policy.ts";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { ensureRing } from "#lib/platform/crypto/load-ring.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { ensureSandbox } from "#lib/sandbox/ensure-sandbox.ts";
import { getSandboxHealth } from "#lib/sandbox/get-sandbox-health.ts";
import { PROBE_DAYS } from "#lib/sandbox/policy.ts";
import { probeSandbox } from "#lib/sandbox/probe-sandbox.ts";
import { resetSandbox } from "#lib/sandbox/reset-sandbox.ts";
import { REVIEWER } from "#lib/sandbox/schema.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { switchSandbox } from "#lib/tenants/switch-sandbox.ts";
import { mintGrantWithToken } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { askInstance } from "#lib/upstreams/ask-instance.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";
import { listUpstreams } from "#lib/upstreams/list-upstreams.ts";
import { openSandboxInstance } from "./open-sandbox-instance.ts";

useDatabase({ SANDBOX: "on" });

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let instance: Awaited<ReturnType<typeof openSandboxInstance>>;
let owner: MemberActor;
let reviewer: MemberActor;
let upstreamId: UpstreamId;

beforeAll(async () => {
  await ensureRing();
  instance = await openSandboxInstance(0);
  setConfig({ ...getConfig(), outboundAllow: instance.hosts });
  owner = await ensureSandbox(instance);
  const person = await ensurePerson(REVIEWER.email, REVIEWER.name);
  reviewer = await resolveMemberActorById({ ...person, boundTo: owner.tenantId }, owner.tenantId);
  upstreamId = (await listUpstreams(owner, {}))[0]?.id as UpstreamId;
}, 120_000);
afterAll(async () => {
  await closeSessions();
  await instance.stop();
});

const call = async (name: string, args: object) =>
  JSON.stringify(
    await askInstance(
      { tenantId: owner.tenantId, upstreamId },
      { method: "tools/call", params: JSON.stringify({ name, arguments: args }) },
    ),
  );

/** Lets that much time pass for everything somebody decided or connected so far. */
async function age(ms: number): Promise<void> {
  const before = new Date(Date.now() - ms);
  const { tenantId } = owner;
  const where = { tenantId };
  await inTenant(tenantId, async (tx) => {
    await tx.toolPolicy.updateMany({ where, data: { createdAt: before } });
    await tx.appSettings.updateMany({ where, data: { decidedAt: before } });
    await tx.grant.updateMany({
      where: { tenantId, personId: reviewer.personId, endedAt: null },
      data: { createdAt: before },
    });
  });
}

const rules = async () =>
  await inTenant(owner.tenantId, async (tx) => ({
    policies: await tx.toolPolicy.count({ where: { tenantId: owner.tenantId } }),
    apps: await tx.appSettings.count({ where: { tenantId: owner.tenantId } }),
  }));
const isLive = async (id: string) =>
  await inTenant(
    owner.tenantId,
    async (tx) => (await tx.grant.count({ where: { tenantId: owner.tenantId, id, endedAt: null } })) === 1,
  );
const countCalls = async () =>
  await inTenant(owner.tenantId, (tx) => tx.toolCall.count({ where: { tenantId: owner.tenantId } }));
/** The next night, a minute after it began. */
const nextNight = () => {
  const night = new Date(Date.now() + DAY_MS);
  night.setUTCHours(3, 1, 0, 0);
  return night;
};

test("a look finds that everything works, and is kept", async () => {
  await probeSandbox();
  const { last, failures, days } = await getSandboxHealth();
  expect(last).toMatchObject({ ok: true, failed: null });
  expect(last?.tools).toBeGreaterThan(20);
  expect(failures).toEqual([]);
  expect(days).toEqual([{ day: expect.any(Date), probes: 1, failed: 0 }]);
});

test("a look says which step failed", async () => {
  const denied = { role: "admin", subject: "tool", name: "get_fleet_health" } as const;
  await setToolPolicy(owner, { ...denied, allowed: false });
  await probeSandbox();
  expect((await getSandboxHealth()).last).toMatchObject({ ok: false, failed: "tools" });
  await setToolPolicy(owner, { ...denied, allowed: true });
  await fault({ tool: "list_agents", status: 500 });
  await probeSandbox();
  expect((await getSandboxHealth()).last).toMatchObject({ ok: false, failed: "prompts" });
  await fault({ status: 500 });
  await probeSandbox();
  expect((await getSandboxHealth()).last).toMatchObject({ ok: false, failed: "instance" });
  await fault({});
  await switchSandbox(false);
  await probeSandbox();
  expect((await getSandboxHealth()).last).toMatchObject({ ok: false, failed: "sandbox" });
  await switchSandbox(true);
  expect((await getSandboxHealth()).failures.map(({ failed }) => failed)).toEqual([
    "sandbox",
    "instance",
    "prompts",
    "tools",
  ]);
});

async function fault(body: object): Promise<void> {
  const answer = await fetch(`${instance.apiUrl}/_test/faults`, {
    method: "POST",
    headers: { authorization: `Bearer ${instance.controlToken}` },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
}

test("before its night nothing goes back", async () => {
  await age(30 * DAY_MS);
  const before = await rules();
  await resetSandbox();
  expect(await rules()).toEqual(before);
});

test("a night takes back what is older than a day, once, and leaves what is younger", async () => {
  await inTenant(owner.tenantId, (tx) => tx.toolPolicy.deleteMany({ where: { tenantId: owner.tenantId } }));
  const old = await mintGrantWithToken(reviewer, { groups: ["agents.read"] });
  await setToolPolicy(reviewer, { role: "member", subject: "group", name: "agents.write", allowed: false });
  await setAppPolicy(reviewer, { policy: "ask", version: 0 });
  await age(3 * DAY_MS);
  const night = nextNight();
  const young = await mintGrantWithToken(reviewer, { groups: ["agents.read"] });
  await setToolPolicy(reviewer, {
    role: "member",
    subject: "group",
    name: "schedules.write",
    allowed: false,
  });
  // What is done now is younger than a day when the night comes.
  const now = new Date(Math.max(night.getTime(), Date.now()));
  await inTenant(owner.tenantId, async (tx) => {
    const { tenantId } = owner;
    const createdAt = new Date(now.getTime() - HOUR_MS);
    await tx.grant.updateMany({ where: { tenantId, id: young.grantId }, data: { createdAt } });
    await tx.toolPolicy.updateMany({ where: { tenantId, name: "schedules.write" }, data: { createdAt } });
  });
  expect(await call("create_agent", { name: "left-behind" })).not.toContain('"isError":true');
  expect(await call("list_agents", {})).toContain("left-behind");
  const calls = await countCalls();

  await Promise.all([resetSandbox(now), resetSandbox(now)]);
  expect(await rules()).toEqual({ policies: 1, apps: 0 });
  expect([await isLive(old.grantId), await isLive(young.grantId)]).toEqual([false, true]);
  const added = (await countCalls()) - calls;
  await resetSandbox(now);
  expect((await countCalls()) - calls).toBe(added);
  const { rows } = await authSql().query("SELECT count(*)::int AS nights FROM auth.sandbox_nights");
  expect(rows[0]?.nights).toBe(2);
  const resets = await inTenant(owner.tenantId, (tx) =>
    tx.auditEvent.findMany({ where: { tenantId: owner.tenantId, action: "sandbox.reset" } }),
  );
  expect(resets.map(({ after }) => after)).toEqual([{ ended: 1, rules: 2 }]);
});

test("the instance's world is made anew, once a night however many servers share it", async () => {
  expect(await call("list_agents", {})).not.toContain("left-behind");
  expect(await call("list_agents", {})).toContain("quote-desk");
});

test("after nights everything can still be verified, and a look finds it well", async () => {
  expect(await verifyAudit(owner)).toMatchObject({ ok: true });
  expect(await verifyToolCalls(owner.tenantId)).toMatchObject({ ok: true });
  await probeSandbox();
  expect((await getSandboxHealth()).last).toMatchObject({ ok: true });
});

test("with SANDBOX=off no job touches it, and what was found is forgotten all the same", async () => {
  await probeSandbox();
  const { sandbox } = getConfig();
  setConfig({ ...getConfig(), sandbox: { ...sandbox, isOn: false } });
  const before = (await getSandboxHealth()).days;
  await probeSandbox();
  await resetSandbox(new Date(Date.now() + 30 * DAY_MS));
  expect((await getSandboxHealth()).days).toEqual(before);
  await probeSandbox(new Date(Date.now() + (PROBE_DAYS - 1) * DAY_MS));
  expect((await getSandboxHealth()).last).not.toBeNull();
  await probeSandbox(new Date(Date.now() + (PROBE_DAYS + 1) * DAY_MS));
  expect((await getSandboxHealth()).last).toBeNull();
  setConfig({ ...getConfig(), sandbox });
});
