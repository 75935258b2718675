import { beforeEach, describe, expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import {
  type MintedTenant,
  mintGrantWithToken,
  mintMember,
  mintTenant,
  mintUpstream,
} from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

type Answer = {
  result?: { isError?: boolean; content?: { text: string }[]; tools?: unknown[] };
  error?: { code: number; message: string; data?: { retryAfterSeconds: number } };
};

let tenant: MintedTenant;
beforeEach(async () => {
  takeOnce("mcp.call-counts");
  tenant = await mintTenant();
  await mintUpstream(tenant, { url: scene.fake.url, key: FAKE_KEY, tools: ["list_agents"] });
});

function allow(callsPerMinute: Partial<{ person: number; client: number; tenant: number }>): void {
  const config = getConfig();
  const generous = { person: 1_000_000, client: 1_000_000, tenant: 1_000_000 };
  setConfig({ ...config, mcp: { ...config.mcp, callsPerMinute: { ...generous, ...callsPerMinute } } });
}
const connect = async (member = mintMember(tenant, "member")) =>
  (await mintGrantWithToken(await member, { groups: ["agents.read"] })).token;
async function send(era: "modern" | "legacy", method: string, token: string, name = "list_agents") {
  const params = method === "tools/call" ? { name, arguments: {} } : {};
  const response = await scene.gateway[era](method, params, { token, id: 1 });
  return { status: response.status, ...((await response.json()) as Answer) };
}

describe.each(["modern", "legacy"] as const)("in the %s era", (era) => {
  test("a call beyond the limit is a tool error that says how long to wait, and is not made", async () => {
    allow({ person: 3 });
    const token = await connect();
    for (let count = 0; count < 3; count += 1)
      expect((await send(era, "tools/call", token)).result?.isError).not.toBe(true);
    const made = scene.fake.count("tools/call");
    const refused = await send(era, "tools/call", token);
    expect(refused).toMatchObject({ status: 200, result: { isError: true } });
    expect(refused.result?.content?.[0]?.text).toMatch(/Nothing was done\. Wait \d{1,3} seconds/);
    expect(scene.fake.count("tools/call")).toBe(made);
  });

  test("other requests have five times as many, and a JSON-RPC error beyond them", async () => {
    allow({ person: 1 });
    const token = await connect();
    for (let count = 0; count < 5; count += 1)
      expect((await send(era, "tools/list", token)).result?.tools).toHaveLength(1);
    const refused = await send(era, "tools/list", token);
    expect(refused).toMatchObject({ status: 200, error: { code: -32000 } });
    expect(refused.error?.data?.retryAfterSeconds).toBeGreaterThan(0);
    expect((await send(era, "tools/call", token)).result?.isError).not.toBe(true);
  });
});

const callsOf = async (token: string, times = 3) => {
  let passed = 0;
  for (let count = 0; count < times; count += 1)
    if ((await send("modern", "tools/call", token)).result?.isError !== true) passed += 1;
  return passed;
};

test("a person's limit is theirs, over all their connections, and nobody else's", async () => {
  allow({ person: 4 });
  const ann = mintMember(tenant, "member");
  expect([await callsOf(await connect(ann)), await callsOf(await connect(ann))]).toEqual([3, 1]);
  expect(await callsOf(await connect())).toBe(3);
});

test("an app's limit is its own in each organisation, and an organisation's is for all in it", async () => {
  for (const limit of ["client", "tenant"] as const) {
    takeOnce("mcp.call-counts");
    allow({ [limit]: 4 });
    expect([await callsOf(await connect()), await callsOf(await connect())]).toEqual([3, 1]);
    const [before, other] = [tenant, await mintTenant()];
    await mintUpstream(other, { url: scene.fake.url, key: FAKE_KEY, tools: ["list_agents"] });
    tenant = other;
    expect(await callsOf(await connect())).toBe(3);
    tenant = before;
  }
});

test("G24: guessing names is counted, so that nobody can try thousands", async () => {
  allow({ person: 3 });
  const token = await connect();
  for (let count = 0; count < 3; count += 1)
    expect((await send("modern", "tools/call", token, `guess_${count}`)).error?.code).toBe(-32602);
  expect((await send("modern", "tools/call", token, "guess_3")).result?.isError).toBe(true);
});

test("a ping is not counted", async () => {
  allow({ person: 1, client: 1, tenant: 1 });
  const token = await connect();
  for (let count = 0; count < 8; count += 1)
    expect((await send("legacy", "ping", token)).error).toBeUndefined();
});
