import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Session } from "#lib/identity/find-session.ts";
import type { OperatorActor } from "#lib/kernel/actor.ts";
import { DomainError, isDomainError } from "#lib/kernel/errors.ts";
import { newId, type PersonId, type TenantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql, authSql } from "#lib/platform/db/sql.ts";
import { withCaller } from "#lib/platform/limits/peer-address.ts";
import {
  mintGrantWithToken,
  mintMember,
  type MintedTenant,
  mintTenant,
  mintUpstream,
} from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findOpenIncident } from "./find-open-incident.ts";
import { findOperator } from "./find-operator.ts";
import { getHealth } from "./get-health.ts";
import { getTenantReport } from "./get-tenant-report.ts";
import { listApps } from "./list-apps.ts";
import { listIncidents } from "./list-incidents.ts";
import { listOperatorEvents } from "./list-operator-events.ts";
import { listTenants } from "./list-tenants.ts";
import { openIncident } from "./open-incident.ts";
import { removeApp } from "./remove-app.ts";
import { runJobTurn } from "./run-job-turn.ts";
import { switchTenant } from "./switch-tenant.ts";
import { updateIncident } from "./update-incident.ts";

useDatabase({ OPERATORS: "Olga@operators.example, oscar@operators.example", SANDBOX: "on" });

const MINUTE_MS = 60_000;
const operator: OperatorActor = {
  kind: "operator",
  personId: newId<PersonId>(),
  email: "olga@operators.example",
};
let tenant: MintedTenant;

beforeAll(async () => {
  tenant = await mintTenant();
  const owner = await mintMember(tenant, "owner");
  await mintMember(tenant, "member");
  const { upstreamId } = await mintUpstream(tenant, { url: "https://t.example/mcp", key: "k", tools: ["a"] });
  await mintGrantWithToken(owner, { groups: ["agents.read"] });
  await inTenant(tenant.tenantId, (tx) =>
    tx.upstream.updateMany({
      where: { tenantId: tenant.tenantId, id: upstreamId },
      data: { problem: "unreachable", problemSince: new Date(Date.now() - 5 * MINUTE_MS) },
    }),
  );
});

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
}

const readLog = async () =>
  (
    await authSql().query(
      "SELECT action, target, outcome, email, network FROM auth.operator_events ORDER BY id",
    )
  ).rows;

describe("who is an operator", () => {
  const session = (about: Partial<Session["actor"]>, minutes = 1): Session => ({
    actor: {
      kind: "person",
      personId: newId<PersonId>(),
      email: "olga@operators.example",
      name: "O",
      ...about,
    },
    sessionId: crypto.randomUUID(),
    signedInAt: new Date(Date.now() - minutes * MINUTE_MS),
    endsAt: new Date(),
    isExtendable: false,
    timeZone: null,
  });

  test.each([
    ["an address of the list, by a code", session({ signedInBy: "code" }), "operator"],
    ["by Google", session({ signedInBy: "google" }), "operator"],
    ["nine minutes ago", session({}, 9), "operator"],
    ["eleven minutes ago", session({}, 11), "stale"],
    ["by a company's own provider", session({ signedInBy: crypto.randomUUID() }), "nobody"],
    ["bound to an organisation", session({ boundTo: newId<TenantId>() }), "nobody"],
    ["another address", session({ email: "olga@elsewhere.example" }), "nobody"],
    ["another address, long ago", session({ email: "olga@elsewhere.example" }, 11), "nobody"],
    ["nobody signed in", null, "nobody"],
  ])("%s", (_, one, expected) => {
    const found = findOperator(one);
    expect(found.ok ? "operator" : found.reason).toBe(expected);
  });
});

describe("the log", () => {
  test("has a row of every look before it, with who and from where, and of what was refused", async () => {
    await authSql().query("DELETE FROM auth.operator_events");
    await withCaller({ address: "198.51.100.7", requestId: "r-1" }, async () => {
      const found = findOperator({
        actor: { kind: "person", personId: operator.personId, email: operator.email, name: "O" },
        sessionId: crypto.randomUUID(),
        signedInAt: new Date(),
        endsAt: new Date(),
        isExtendable: false,
        timeZone: null,
      });
      if (!found.ok) throw new Error(found.reason);
      await listTenants(found.actor, { search: tenant.slug });
      expect(await refusal(getTenantReport(found.actor, { slug: "nobody-has-this" }))).toBe("not_found");
    });
    const from = { email: "olga@operators.example", network: "198.51.100.0/24" };
    expect(await readLog()).toEqual([
      { action: "tenants.list", target: tenant.slug, outcome: "done", ...from },
      { action: "tenants.view", target: "nobody-has-this", outcome: "refused", ...from },
    ]);
    const [newest] = await listOperatorEvents(operator, {});
    expect(newest).toMatchObject({ action: "log.view", outcome: "asked" });
  });

  test("what it cannot write down is not shown", async () => {
    const nobody = { ...operator, personId: "not an id" as PersonId };
    const looked = vi.spyOn(appSql(), "query");
    await expect(listTenants(nobody, {})).rejects.toThrow();
    expect(looked).not.toHaveBeenCalled();
    looked.mockRestore();
  });

  test("is not changed by the login that writes it, but for how a look ended", async () => {
    await listApps(operator, {});
    for (const change of ["email = 'x'", "action = 'x'", "at = now()"]) {
      await expect(authSql().query(`UPDATE auth.operator_events SET ${change}`)).rejects.toThrow(
        /permission denied/,
      );
    }
  });
});

describe("organisations", () => {
  test("are counted, and nothing else of them is told", async () => {
    const report = await getTenantReport(operator, { slug: tenant.slug });
    expect(report).toEqual({
      slug: tenant.slug,
      name: tenant.name,
      state: "active",
      isSample: false,
      isSandbox: false,
      createdAt: expect.any(Date),
      suspendedAt: null,
      deletedAt: null,
      members: 2,
      connections: 1,
      instances: 1,
      failing: 1,
      calls: 0,
    });
  });

  test("are found by name and short name, literally, and by the page", async () => {
    for (let index = 0; index < 51; index += 1) await mintTenant();
    const first = await listTenants(operator, {});
    expect(first.tenants).toHaveLength(50);
    const second = await listTenants(operator, { after: first.next ?? "" });
    const slugs = [...first.tenants, ...second.tenants].map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(slugs).toContain(tenant.slug);
    expect((await listTenants(operator, { search: tenant.name })).tenants.map(({ slug }) => slug)).toEqual([
      tenant.slug,
    ]);
    expect((await listTenants(operator, { search: "%" })).tenants).toEqual([]);
    expect(await refusal(listTenants(operator, { after: "'; DROP" }))).toBe("invalid_input");
  });

  test("are suspended and let run again, audited there as the operator's act", async () => {
    const other = await mintTenant();
    expect(await switchTenant(operator, { slug: other.slug, isSuspended: true })).toMatchObject({
      isNew: true,
    });
    expect((await getTenantReport(operator, { slug: other.slug })).state).toBe("suspended");
    expect(await switchTenant(operator, { slug: other.slug, isSuspended: true })).toMatchObject({
      isNew: false,
    });
    await switchTenant(operator, { slug: other.slug, isSuspended: false });
    expect((await getTenantReport(operator, { slug: other.slug })).state).toBe("active");
    const rows = await inTenant(other.tenantId, (tx) =>
      tx.auditEvent.findMany({ where: { tenantId: other.tenantId }, orderBy: { seq: "asc" } }),
    );
    expect(rows.map(({ action, actorId }) => `${action} ${actorId}`)).toEqual([
      "tenant.suspend operator",
      "tenant.lift-suspension operator",
    ]);
    expect(await refusal(switchTenant(operator, { slug: "nobody-has-this", isSuspended: true }))).toBe(
      "not_found",
    );
  });

  test("an app that is not stored cannot be removed", async () => {
    expect(
      await refusal(removeApp(operator, { id: "https://claude.ai/oauth/mcp-oauth-client-metadata" })),
    ).toBe("not_found");
  });
});

describe("health", () => {
  test("names failing instances, queues, the database, and how jobs went, never an error's text", async () => {
    await runJobTurn("well", async () => {});
    await refusal(
      runJobTurn("unwell", async () => {
        throw new DomainError("unavailable", "Secret words.", { detail: "more secret words" });
      }),
    );
    await refusal(runJobTurn("well", () => Promise.reject(new TypeError("secret words"))));
    const health = await getHealth(operator, {});
    expect(health.database.version).toMatch(/^\d+/);
    expect(health.queues.map(({ queue, waiting }) => `${queue} ${waiting}`).toSorted()).toEqual([
      "exports 0",
      "mails 0",
    ]);
    expect(health.failing).toEqual([
      expect.objectContaining({ slug: tenant.slug, instance: "Production", problem: "unreachable" }),
    ]);
    expect(health.jobs).toEqual([
      expect.objectContaining({ name: "unwell", endedAt: null, failure: "unavailable" }),
      expect.objectContaining({ name: "well", endedAt: expect.any(Date), failure: "TypeError" }),
    ]);
    expect(JSON.stringify(health)).not.toContain("ecret words");
    expect(health.sandbox).toMatchObject({ isOn: true, last: null, failures: [], days: [] });
  });
});

describe("incidents", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.now() }));
  afterEach(() => void vi.useRealTimers());
  const OPENED = {
    title: "Connecting is slow",
    impact: "degraded",
    components: ["connect", "connect"],
    text: "We are looking into it.",
  };

  test("are told at once, go on with updates and end with the last one", async () => {
    expect(await findOpenIncident()).toBeNull();
    const { id } = await openIncident(operator, OPENED);
    expect(await findOpenIncident()).toMatchObject({ id, title: OPENED.title, components: ["connect"] });
    vi.setSystemTime(Date.now() + MINUTE_MS);
    await updateIncident(operator, {
      id,
      state: "identified",
      text: "A cause was found.\r\nIt is being mended.",
    });
    expect((await findOpenIncident())?.updates).toMatchObject([
      { state: "identified", text: "A cause was found.\nIt is being mended." },
    ]);
    vi.setSystemTime(Date.now() + MINUTE_MS);
    await updateIncident(operator, { id, state: "resolved", text: "It is mended." });
    expect(await findOpenIncident()).toBeNull();
    const [incident] = await listIncidents();
    expect(incident?.endedAt).toEqual(new Date());
    expect(incident?.updates.map(({ state }) => state)).toEqual(["resolved", "identified", "investigating"]);
    expect(await refusal(updateIncident(operator, { id, state: "monitoring", text: "Again." }))).toBe(
      "not_found",
    );
    expect(await listIncidents(new Date(Date.now() + 91 * 86_400_000))).toEqual([]);
  });

  test.each([
    ["no title", { ...OPENED, title: "  " }],
    ["a title that turns around", { ...OPENED, title: "Down \u202egnp.exe" }],
    ["no part", { ...OPENED, components: [] }],
    ["an unknown part", { ...OPENED, components: ["everything"] }],
    ["an unknown impact", { ...OPENED, impact: "apocalypse" }],
    ["a long text", { ...OPENED, text: "x".repeat(2_001) }],
    ["more than is asked", { ...OPENED, isSecret: true }],
  ])("with %s are refused, and nothing is written down", async (_, input) => {
    const before = (await readLog()).length;
    expect(await refusal(openIncident(operator, input))).toBe("invalid_input");
    expect((await readLog()).length).toBe(before);
  });
});
