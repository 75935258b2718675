import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GROUPS } from "#lib/catalog/groups.ts";
import { startRevocationWatch, stopRevocationWatch } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { recordProblem } from "#lib/upstreams/record-problem.ts";
import { isToolName } from "#lib/upstreams/schema.ts";
import { decide } from "./decide.ts";
import { listVisibleTools } from "./list-visible-tools.ts";

useDatabase();

const UPSTREAM = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens" };
const nameOf = (index: number) => `tool_${String(index).padStart(3, "0")}`;

async function ownerOf(tenant: MintedTenant): Promise<ClientActor> {
  const grant = { grantId: crypto.randomUUID() as GrantId, clientId: "client", resource: "" };
  const groups = GROUPS.map(({ id }) => id);
  return { ...(await mintMember(tenant, "owner")), ...grant, kind: "client", groups, isSharedAddress: true };
}
const namesOf = async (actor: ClientActor) =>
  (await listVisibleTools(actor)).map(({ exposedName }) => exposedName);
/** What each name stands for at a call: the instance and its own name for the tool. */
async function meaningsOf(actor: ClientActor, names: readonly string[]): Promise<Map<string, string>> {
  const meanings = new Map<string, string>();
  for (const name of names) {
    const decision = await decide(actor, name);
    meanings.set(
      name,
      decision.ok ? `${decision.call.upstreamName}/${decision.call.toolName}` : decision.layer,
    );
  }
  return meanings;
}

test("an organisation with one instance has its tools under their own names, in one order", async () => {
  const tenant = await mintTenant();
  const tools = Array.from({ length: 200 }, (_, index) => nameOf((index * 77) % 200));
  await mintUpstream(tenant, { ...UPSTREAM, tools });
  const actor = await ownerOf(tenant);
  const names = await namesOf(actor);
  expect(names).toEqual(tools.toSorted());
  expect(await namesOf(actor)).toEqual(names);
});

describe("three instances with two hundred tools each", () => {
  test("have one name each, of at most 64 letters an app takes, and each name means one tool, the same at list and call", async () => {
    const tenant = await mintTenant();
    const long = (index: number) => `${"x".repeat(60)}_${String(index).padStart(3, "0")}`;
    const tools = [
      ...Array.from({ length: 150 }, (_, index) => nameOf(index)),
      ...Array.from({ length: 50 }, (_, index) => long(index)),
    ];
    const slugs = ["", "live", "a_rather_long_slug_of_24"];
    for (const [index, slug] of slugs.entries())
      await mintUpstream(tenant, { ...UPSTREAM, slug, name: `Instance ${index}`, tools });
    const actor = await ownerOf(tenant);
    const names = await namesOf(actor);
    expect(names).toHaveLength(600);
    expect(new Set(names).size).toBe(600);
    expect(names.filter((name) => !isToolName(name))).toEqual([]);
    const meanings = await meaningsOf(actor, names);
    expect(new Set(meanings.values()).size).toBe(600);
    for (const [place, slug] of slugs.entries()) {
      const own = names.slice(place * 200, place * 200 + 200);
      expect(own.every((name) => slug === "" || name.startsWith(`${slug}_`))).toBe(true);
      const expected = tools.toSorted().map((tool) => `Instance ${place}/${tool}`);
      expect(own.map((name) => meanings.get(name))).toEqual(expected);
    }
  });

  test("that collide on purpose: the first instance's tool wins, then the oldest's, at the list and at the call", async () => {
    const tenant = await mintTenant();
    const add = (slug: string, name: string, tools: string[]) =>
      mintUpstream(tenant, { ...UPSTREAM, slug, name, tools });
    await add("", "First", ["a_b_c", "b_c"]);
    await add("a", "Second", ["b_c", "c"]);
    await add("a_b", "Third", ["c", "d"]);
    const actor = await ownerOf(tenant);
    const names = await namesOf(actor);
    expect(names).toEqual(["a_b_c", "b_c", "a_c", "a_b_d"]);
    expect(Object.fromEntries(await meaningsOf(actor, names))).toEqual({
      a_b_c: "First/a_b_c",
      b_c: "First/b_c",
      a_c: "Second/c",
      a_b_d: "Third/d",
    });
  });
});

test("whatever slugs and tools there are, list and call agree and no name stands for two", async () => {
  const part = fc.stringMatching(/^[a-z_]{1,3}$/);
  const instances = fc.uniqueArray(
    fc.record({ slug: part, tools: fc.uniqueArray(part, { minLength: 1, maxLength: 4 }) }),
    {
      selector: ({ slug }) => slug,
      minLength: 1,
      maxLength: 4,
    },
  );
  await fc.assert(
    fc.asyncProperty(instances, async (made) => {
      const tenant = await mintTenant();
      for (const [index, { slug, tools }] of made.entries())
        await mintUpstream(tenant, { ...UPSTREAM, slug: index === 0 ? "" : slug, name: `${index}`, tools });
      const actor = await ownerOf(tenant);
      const listed = await listVisibleTools(actor);
      const names = listed.map(({ exposedName }) => exposedName);
      expect(new Set(names).size).toBe(names.length);
      const meanings = await meaningsOf(actor, names);
      const tools = listed.map(({ tool }) => tool.name);
      expect([...meanings.values()].map((meaning) => meaning.split("/")[1])).toEqual(tools);
    }),
    { numRuns: 25 },
  );
});

test("an instance that is down hides none of its tools, and none of another's", async () => {
  await startRevocationWatch();
  const tenant = await mintTenant();
  const { upstreamId } = await mintUpstream(tenant, { ...UPSTREAM, tools: ["list_agents"] });
  await mintUpstream(tenant, { ...UPSTREAM, slug: "live", name: "Live", tools: ["list_agents"] });
  const actor = await ownerOf(tenant);
  await recordProblem({ tenantId: tenant.tenantId, upstreamId }, "unreachable");
  await inTenant(tenant.tenantId, (tx) =>
    tx.upstream.updateMany({
      where: { tenantId: tenant.tenantId, id: upstreamId },
      data: { status: "error" },
    }),
  );
  expect(await namesOf(actor)).toEqual(["list_agents", "live_list_agents"]);
  expect(await decide(actor, "live_list_agents")).toMatchObject({ ok: true, call: { problem: null } });
  expect(await decide(actor, "list_agents")).toMatchObject({ ok: true, call: { problem: "unreachable" } });
  await stopRevocationWatch();
});

test("the names are what the database makes of a slug and a tool, up to their longest", async () => {
  const { rows } = await appSql().query<{ name: string }>(
    "SELECT tenant.expose_tool(repeat('s', a), repeat('t', b)) AS name FROM generate_series(1, 40) a, generate_series(1, 64) b",
  );
  expect(rows.filter(({ name }) => !isToolName(name))).toEqual([]);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(40 * 64);
});
