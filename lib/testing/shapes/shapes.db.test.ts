import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { flushCalls } from "#lib/activity/flush-calls.ts";
import { listToolCalls } from "#lib/activity/list-tool-calls.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { newId, type PersonId } from "#lib/kernel/ids.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { addMember } from "#lib/tenants/add-member.ts";
import { findEntry } from "#lib/tenants/find-entry.ts";
import { testUpstream } from "#lib/upstreams/test-upstream.ts";
import { startFakeIdentityProvider } from "../fake-identity-provider.ts";
import { LOOPBACK_CERTIFICATE } from "../loopback-certificate.ts";
import { mintMember, mintTenant } from "../mint.ts";
import { allowOutbound, type Gateway, openGateway } from "../open-gateway.ts";
import { useDatabase } from "../use-database.ts";
import { connectShape } from "./connect-shape.ts";
import type { Shape } from "./listen.ts";
import { openFastmcpServer } from "./open-fastmcp-server.ts";
import { KEYED_TOOLS, openKeyedServer } from "./open-keyed-server.ts";
import { INSIDE, openMangledServer } from "./open-mangled-server.ts";
import { openServiceTokenServer } from "./open-service-token-server.ts";
import { keepToCompany, signInAtCompany } from "./sign-in-at-company.ts";

useDatabase();

const KEY = "a-key-only-we-and-the-server-know";
const INITIALIZE = {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "lone", version: "1" },
};
const shapes: Shape[] = [];
let gateway: Gateway;

async function open(make: (key: string) => Promise<Shape>): Promise<Shape> {
  const shape = await make(KEY);
  shapes.push(shape);
  allowOutbound(shape.url);
  return shape;
}

beforeAll(async () => {
  // The library under one of them reports ended sessions on stdout.
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  setDefaultCACertificates([...getCACertificates("default"), LOOPBACK_CERTIFICATE]);
  gateway = await openGateway();
});
afterAll(async () => {
  await gateway.close();
  for (const shape of shapes) await shape.close();
});

test("a service token in a header of its own, over HTTP+SSE at /sse", async () => {
  const { url, seen } = await open(openServiceTokenServer);
  const theirs = await connectShape(gateway, { url, key: KEY, keyHeader: "X-Service-Token" });
  expect(await theirs.list()).toEqual(["find_document"]);
  expect(await theirs.call("find_document", { words: "pumps" })).toBe("2 documents about pumps");
  // The token goes where it belongs and nowhere else.
  expect(seen.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
});

test("and behind a company's own sign-in: people of its domain alone enter and call it", async () => {
  const { url } = await open(openServiceTokenServer);
  const theirs = await connectShape(gateway, { url, key: KEY, keyHeader: "X-Service-Token" });
  const { owner } = theirs;
  const identityProvider = await startFakeIdentityProvider();
  allowOutbound(identityProvider.issuer);
  try {
    const domain = `${owner.tenantSlug}.example`;
    await keepToCompany(owner, identityProvider, domain);
    const enter = async (person: PersonActor) => {
      const { personId, email } = person;
      const job = { kind: "system", job: "test", tenantId: owner.tenantId } as const;
      await addMember(job, { personId, email, name: "Somebody", role: "admin" });
      return await findEntry(person, owner.tenantSlug);
    };

    const insider = await signInAtCompany(owner, identityProvider, `grace@${domain}`);
    if (typeof insider === "string") throw new Error(insider);
    expect(insider.email).toBe(`grace@${domain}`);
    const entry = await enter(insider);
    if (!entry.ok) throw new Error(entry.reason);
    expect(await theirs.call("find_document", { words: "seals" }, entry.actor)).toBe(
      "2 documents about seals",
    );

    const other = "grace@elsewhere.example";
    expect(await signInAtCompany(owner, identityProvider, other)).toBe("provider_domain");
    // Not by a code either, even as somebody who belongs to it.
    const { personId, email, name } = { ...insider, personId: newId<PersonId>(), email: other };
    expect(await enter({ kind: "person", personId, email, name, signedInBy: "code" })).toMatchObject({
      ok: false,
      reason: "way",
      ways: ["company"],
    });
  } finally {
    await identityProvider.close();
  }
});

test("forty-one tools behind one key", async () => {
  const { url } = await open(openKeyedServer);
  const theirs = await connectShape(gateway, { url, key: KEY, keyHeader: "X-API-Key" });
  expect(await theirs.list()).toHaveLength(KEYED_TOOLS);
  expect(await theirs.call("read_machine_41", {})).toBe("machine 41 runs");
});

describe("behind a TLS proxy that mangles scheme and host", () => {
  test("what the server calls itself leads nobody away: its path is asked at the address that was registered", async () => {
    const { url, seen } = await open(openMangledServer);
    const theirs = await connectShape(gateway, { url, key: KEY, keyHeader: "X-Service-Token" });
    expect(await theirs.list()).toEqual(["find_document"]);
    expect(await theirs.call("find_document", { words: "valves" })).toBe("2 documents about valves");
    expect(seen.some(({ line }) => line.startsWith("POST /messages?sessionId="))).toBe(true);
  });

  test("a redirect to that name is not followed, and the test says what to do", async () => {
    const { url } = await open(openMangledServer);
    const owner = await mintMember(await mintTenant(), "owner");
    const { origin } = new URL(url);
    const report = await testUpstream(owner, {
      url: `${origin}/documents`,
      key: KEY,
      keyHeader: "X-Service-Token",
    });
    expect(report).toMatchObject({ ok: false });
    expect(report.rows.flatMap(({ problem }) => problem ?? [])).toEqual(["redirected"]);
    expect(JSON.stringify(report)).not.toContain(new URL(INSIDE).hostname);
  });
});

test("a fastmcp server that answers 406 to lone Accept values gets limits and a record it does not have itself", async () => {
  const { url } = await open(openFastmcpServer);
  const lone = await fetch(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${KEY}`,
      "content-type": "application/json",
      accept: "application/json",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: INITIALIZE }),
  });
  expect(lone.status).toBe(406);
  const theirs = await connectShape(gateway, { url, key: KEY });
  expect(await theirs.list()).toEqual(["count_parts"]);
  expect(await theirs.call("count_parts", { part: "bolts" })).toBe("17 bolts");
  const config = getConfig();
  setConfig({
    ...config,
    mcp: { ...config.mcp, callsPerMinute: { ...config.mcp.callsPerMinute, person: 2 } },
  });
  const answers: string[] = [];
  for (let call = 0; call < 3; call += 1) answers.push(await theirs.call("count_parts", { part: "nuts" }));
  setConfig(config);
  expect(answers.filter((text) => text === "17 nuts").length).toBeLessThan(3);
  expect(answers.at(-1)).toMatch(/limit|too many|wait/i);
  await flushCalls();
  const { calls } = await listToolCalls(theirs.owner, { tool: "count_parts" });
  expect(calls.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(["ok", "limited"]));
});
