import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { GROUPS } from "#lib/catalog/groups.ts";
import {
  catchUpRevocations,
  startRevocationWatch,
  stopRevocationWatch,
} from "#lib/grants/watch-revocations.ts";
import type { ClientActor, MemberActor } from "#lib/kernel/actor.ts";
import type { GrantId, UpstreamId } from "#lib/kernel/ids.ts";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { stopBus } from "#lib/platform/bus/stop-bus.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { recordProblem } from "#lib/upstreams/record-problem.ts";
import { decide } from "./decide.ts";
import { listVisibleTools } from "./list-visible-tools.ts";
import { setToolPolicy } from "./set-tool-policy.ts";

useDatabase();

const RULE = { role: "member", subject: "tool", name: "list_agents" } as const;

/** Another process: it shares nothing with this one but the database. */
let other: pg.Client;
let admin: MemberActor;
let actor: ClientActor;
let upstreamId: UpstreamId;

beforeAll(async () => {
  const name = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
  other = new pg.Client({ connectionString: withDatabase(inject("postgres").superuserUrl, name) });
  await other.connect();
});
beforeEach(async () => {
  const tenant = await mintTenant();
  admin = await mintMember(tenant, "admin");
  const member = await mintMember(tenant, "member");
  actor = {
    ...member,
    kind: "client",
    grantId: crypto.randomUUID() as GrantId,
    clientId: "client",
    groups: GROUPS.map(({ id }) => id),
    resource: "",
    isSharedAddress: true,
  };
  const spec = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens" };
  ({ upstreamId } = await mintUpstream(tenant, { ...spec, tools: ["list_agents", "delete_agent"] }));
  await startRevocationWatch();
  await catchUpRevocations();
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await stopRevocationWatch();
  await stopBus();
  await other.end();
});

const isAllowed = async (name = "list_agents") => (await decide(actor, name)).ok;
const isListed = async () =>
  (await listVisibleTools(actor)).some(({ exposedName }) => exposedName === "list_agents");
const switchTo = (state: "off" | "approved") =>
  other.query("UPDATE tenant.upstream_tools SET state = $1 WHERE tenant_id = $2 AND name = 'list_agents'", [
    state,
    actor.tenantId,
  ]);
/** A change no trigger saw: whoever still answers as before answers from memory. */
async function switchUnseen(state: "off" | "approved"): Promise<void> {
  await other.query("SET session_replication_role = replica");
  await switchTo(state);
  await other.query("SET session_replication_role = origin");
}

/** However slow the machine is, no time passes unless the test says so. */
async function stopClocks(): Promise<void> {
  vi.useFakeTimers({ toFake: ["performance", "Date"] });
  await catchUpRevocations();
}

describe("an answer is remembered", () => {
  beforeEach(stopClocks);

  test("for five seconds, for calls and for lists", async () => {
    expect([await isAllowed(), await isListed()]).toEqual([true, true]);
    await switchUnseen("off");
    expect([await isAllowed(), await isListed()]).toEqual([true, true]);
    vi.advanceTimersByTime(5_000);
    await catchUpRevocations();
    expect([await isAllowed(), await isListed()]).toEqual([false, false]);
  });

  test("for that person and role alone", async () => {
    expect(await isAllowed()).toBe(true);
    await switchUnseen("off");
    const changed = [{ personId: admin.personId }, { role: "admin" as const }];
    for (const change of changed)
      expect(await decide({ ...actor, ...change }, "list_agents")).toMatchObject({ layer: "state" });
  });

  test("apart from what the connection holds and where it comes in", async () => {
    expect(await isAllowed()).toBe(true);
    const narrow = { ...actor, groups: ["chat.external"] };
    expect(await decide(narrow, "list_agents")).toMatchObject({ layer: "grant" });
    expect(await listVisibleTools(narrow)).toEqual([]);
  });

  test("a name that stands for nothing too, and who guesses a thousand pushes out nobody's tools", async () => {
    expect(await isAllowed()).toBe(true);
    await switchUnseen("off");
    for (let count = 0; count < 6_000; count += 1) await decide(actor, `guess_${count}`);
    expect(await isAllowed()).toBe(true);
    await other.query("SET session_replication_role = replica");
    await other.query(
      "UPDATE tenant.upstream_tools SET name = 'guess_5999' WHERE tenant_id = $1 AND name = 'delete_agent'",
      [actor.tenantId],
    );
    await other.query("SET session_replication_role = origin");
    expect(await decide({ ...actor, role: "owner" }, "guess_5999")).toEqual({ ok: false, layer: "unknown" });
  });

  test("never while revocations are not heard", async () => {
    expect(await isAllowed()).toBe(true);
    await stopRevocationWatch();
    await switchUnseen("off");
    expect([await isAllowed(), await isListed()]).toEqual([false, false]);
  });
});

describe("a change holds", () => {
  test("from the very next call in this process, both ways", async () => {
    for (const allowed of [false, true, false, true, false]) {
      await isAllowed();
      await setToolPolicy(admin, { ...RULE, allowed });
      expect([await isAllowed(), await isListed()]).toEqual([allowed, allowed]);
    }
  });

  test("from the moment another process's change is heard of", async () => {
    await startBus();
    for (const state of ["off", "approved", "off"] as const) {
      await isAllowed();
      await switchTo(state);
      await vi.waitFor(async () => expect(await isAllowed()).toBe(state === "approved"), 30_000);
    }
    await stopBus();
  });

  test("also for a new name that was asked for before it stood for anything", async () => {
    expect(await decide(actor, "list_tags")).toMatchObject({ layer: "unknown" });
    await other.query(
      `INSERT INTO tenant.upstream_tools (tenant_id, id, upstream_id, name, definition, hash, state)
       VALUES ($1, gen_random_uuid(), $2, 'list_tags', '{}', 'x', 'approved')`,
      [actor.tenantId, upstreamId],
    );
    await catchUpRevocations();
    expect(await isAllowed("list_tags")).toBe(true);
  });

  test("whatever overlaps with it, and however often", async () => {
    for (let round = 0; round < 60; round += 1) {
      const state = round % 2 === 0 ? "off" : "approved";
      const asking = Array.from({ length: 8 }, async (_, index) => {
        for (let turn = 0; turn < index; turn += 1) await Promise.resolve();
        return await isAllowed();
      });
      await Promise.all([...asking, switchTo(state)]);
      const after = Array.from({ length: 4 }, () => isAllowed());
      await catchUpRevocations();
      await Promise.all(after);
      expect(await isAllowed(), `round ${round}`).toBe(state === "approved");
      expect(await isListed(), `round ${round}`).toBe(state === "approved");
    }
  });
});

test("an instance's health is what the last call here found, while the rest is remembered", async () => {
  await stopClocks();
  const healthOf = async () => {
    const decision = await decide(actor, "list_agents");
    return decision.ok ? decision.call.problem : "refused";
  };
  expect(await healthOf()).toBeNull();
  await switchUnseen("off");
  await recordProblem({ tenantId: actor.tenantId, upstreamId }, "timeout");
  const decision = await decide(actor, "list_agents");
  const { rows } = await other.query<{ since: Date }>(
    "SELECT problem_since AS since FROM tenant.upstreams WHERE id = $1",
    [upstreamId],
  );
  expect(decision).toMatchObject({ ok: true, call: { problem: "timeout", problemSince: rows[0]?.since } });
  await recordProblem({ tenantId: actor.tenantId, upstreamId }, null);
  expect(await healthOf()).toBeNull();
});
