import { afterAll, beforeAll, expect, test } from "vitest";
import { getOverview } from "#lib/activity/get-overview.ts";
import { listTenantAttempts } from "#lib/activity/list-tenant-attempts.ts";
import { listToolCalls } from "#lib/activity/list-tool-calls.ts";
import { verifyToolCalls } from "#lib/activity/verify-tool-calls.ts";
import { listAudit } from "#lib/audit/list-audit.ts";
import { verifyAudit } from "#lib/audit/verify-audit.ts";
import { findDefinition } from "#lib/catalog/find-definition.ts";
import { listConnections } from "#lib/grants/list-connections.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { ensureRing } from "#lib/platform/crypto/load-ring.ts";
import { ensureSandbox } from "#lib/sandbox/ensure-sandbox.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { getUpstream } from "#lib/upstreams/get-upstream.ts";
import { listUpstreams } from "#lib/upstreams/list-upstreams.ts";
import { openSandboxInstance } from "./open-sandbox-instance.ts";
import { isStartRefused } from "./refuse-start.ts";

useDatabase({ SANDBOX: "on" });

const DAY_MS = 86_400_000;
type Opened = Awaited<ReturnType<typeof openSandboxInstance>>;
let first: Opened;
let port: number;
let owner: MemberActor;

beforeAll(async () => {
  await ensureRing();
  first = await openSandboxInstance(0);
  port = Number(new URL(first.mcpUrl).port);
  setConfig({ ...getConfig(), outboundAllow: first.hosts });
  owner = await ensureSandbox(first);
}, 60_000);
afterAll(async () => await first.stop());

test("the sandbox has its instance with the directory's tools approved, all others off, and another start leaves it alone", async () => {
  const [found, ...others] = await listUpstreams(owner, {});
  expect(others).toEqual([]);
  const { status, tools } = await getUpstream(owner, { id: found?.id ?? "" });
  expect(status).toBe("ready");
  expect(tools.length).toBeGreaterThan(20);
  const isOffered = ({ name }: { name: string }) => findDefinition(name)?.verdict === "ok";
  expect(tools.filter((tool) => (tool.state === "approved") !== isOffered(tool))).toEqual([]);
  expect(tools.find(({ name }) => name === "acme_stock_level")?.state).toBe("off");
  await ensureSandbox(first);
  expect((await listUpstreams(owner, {})).map(({ id }) => id)).toEqual([found?.id]);
});

test("a new sandbox has a month of believable history, in chains that can be verified", async () => {
  const { connections } = await listConnections(owner, {});
  expect(new Set(connections.map(({ app }) => app.name)).size).toBeGreaterThan(3);
  expect(connections.filter(({ status }) => status === "active").length).toBeGreaterThan(5);
  const now = Date.now();
  const week = { from: new Date(now - 7 * DAY_MS), to: new Date(now) };
  const { calls } = await listToolCalls(owner, week);
  expect(calls.length).toBeGreaterThan(20);
  const overview = await getOverview(owner, {});
  expect(overview.calls?.done).toBeGreaterThan(100);
  expect(overview.calls?.denied).toBeGreaterThan(0);
  const { attempts } = await listTenantAttempts(owner, {});
  expect(attempts.length).toBeGreaterThan(10);
  expect(attempts.filter(({ verdict }) => verdict.state === "failed").length).toBeGreaterThan(2);
  expect(await verifyAudit(owner)).toMatchObject({ ok: true });
  expect(await verifyToolCalls(owner.tenantId)).toMatchObject({ ok: true });
  const { rows } = await listAudit(owner, {});
  const times = rows.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

test("a key of an older ring still counts, so that a rotation replaces nothing", async () => {
  const [before] = await listUpstreams(owner, {});
  const newer = `trinity_mcp_${"n".repeat(43)}`;
  await ensureSandbox({ ...first, keys: [newer, ...first.keys] });
  expect((await listUpstreams(owner, {})).map(({ id }) => id)).toEqual([before?.id]);
});

test("a port that a stranger has refuses the start with what to do", async () => {
  const { createServer } = await import("node:http");
  const stranger = createServer((_request, response) => response.end("hello"));
  const taken = await findFreePort();
  await new Promise<void>((done) => stranger.listen(taken, "127.0.0.1", done));
  const attempt = await openSandboxInstance(taken).catch((error: unknown) => error);
  expect(isStartRefused(attempt) && attempt.message).toMatch(/SANDBOX_PORT/);
  await new Promise((done) => stranger.close(done));
}, 60_000);

test("another server on this machine uses the instance that is there, and starts its own once it is gone", async () => {
  expect(port).toBeGreaterThan(0);
  const pair = await openPair();
  const second = await openSandboxInstance(pair.port);
  expect(second.keys).toEqual(pair.first.keys);
  await pair.first.stop();
  const health = `${second.apiUrl}/health`;
  await expect.poll(async () => (await fetch(health).catch(() => null))?.ok, { timeout: 30_000 }).toBe(true);
  await second.stop();
  expect(await fetch(health).catch(() => null)).toBeNull();
}, 90_000);

/** An instance on a port whose next one is free too. */
async function openPair(): Promise<{ port: number; first: Opened }> {
  for (;;) {
    const chosen = await findFreePort();
    try {
      return { port: chosen, first: await openSandboxInstance(chosen) };
    } catch (error) {
      if (!isStartRefused(error)) throw error;
    }
  }
}
