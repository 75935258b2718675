import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { BenchProcess } from "#lib/testing/bench/gateway/start-process.ts";
import { startInstances } from "#lib/testing/bench/revocation/start-instances.ts";
import { META, toModernHeaders } from "#lib/testing/open-gateway.ts";
import { ALL, connectAsked, useAsking } from "#lib/testing/use-asking.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
const scene = useAsking();

let instances: BenchProcess[] = [];
beforeAll(async () => {
  instances = await startInstances({ count: 2, isHearing: true, env: toEnv() });
});
afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

const startOne = async () => {
  const [one] = await startInstances({ count: 1, isHearing: true, env: toEnv() });
  return one as BenchProcess;
};

function toEnv(): Record<string, string> {
  const { publicUrl, secrets, databaseUrl, databaseAuthUrl, outboundAllow } = getConfig();
  return {
    PUBLIC_URL: publicUrl,
    SECRETS: secrets.join(","),
    LOG_LEVEL: "silent",
    DATABASE_URL: String(databaseUrl),
    DATABASE_AUTH_URL: String(databaseAuthUrl),
    DATABASE_OWNER_URL: String(databaseUrl),
    OUTBOUND_ALLOW: outboundAllow.join(","),
  };
}

async function callModern(url: string, token: string, args: object, retry: object = {}) {
  const params = { name: "list_agents", arguments: args, ...retry };
  const response = await fetch(`${url}/api/mcp`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      authorization: `Bearer ${token}`,
      ...toModernHeaders("tools/call", params),
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { ...params, _meta: { ...META, "io.modelcontextprotocol/clientCapabilities": ALL } },
    }),
  });
  return (await response.json()) as { result: Record<string, unknown> };
}

/** Every request goes to the other instance than the one before, as behind a load balancer without stickiness. */
function alternate(between: readonly BenchProcess[] = instances): { fetch: typeof fetch; used: Set<string> } {
  let turn = 0;
  const used = new Set<string>();
  return {
    used,
    fetch: (input, init) => {
      const origin = between[turn++ % 2]?.url ?? "";
      used.add(origin);
      const { pathname } = new URL(String(input instanceof Request ? input.url : input));
      return fetch(`${origin}${pathname}`, init);
    },
  };
}

describe.each([
  ["legacy", "legacy"],
  ["legacy", "modern"],
  ["modern", "modern"],
  ["modern", "legacy"],
] as const)("two instances in turn, a %s client of a %s upstream", (era, upstream) => {
  test("questions and answers find each other, wherever they arrive", async () => {
    const token = await scene.connect(upstream);
    const { fetch: alternating, used } = alternate();
    const client = await connectAsked(scene, era, { token, name: "Eve", fetch: alternating });
    for (const kind of ["form", "sample", "roots", "page"]) {
      const { text, isError } = await client.call({ ask: [kind, kind], for: kind });
      expect([isError, text]).toEqual([false, expect.stringContaining(`"for":"${kind}"`)]);
      expect(text).not.toContain("refused");
    }
    expect(client.asked).toHaveLength(8);
    expect(used.size).toBe(2);
    await client.close();
  });
});

test("a legacy client that gives a call up at another instance ends it, and its question, at the upstream", async () => {
  const { fetch: alternating } = alternate();
  const open = Promise.withResolvers<void>();
  const client = await connectAsked(scene, "legacy", {
    token: await scene.connect("legacy"),
    name: "Fay",
    fetch: alternating,
    onAsked: async () => {
      open.resolve();
      return await new Promise(() => undefined);
    },
  });
  const leaving = new AbortController();
  const before = scene.upstreams.legacy.cancelled();
  const call = expect(client.call({ ask: ["form"] }, leaving.signal)).rejects.toThrow();
  await open.promise;
  leaving.abort();
  await call;
  await vi.waitFor(() => expect(scene.upstreams.legacy.cancelled()).toBe(before + 1), 10_000);
  await client.close();
});

test("a parked call whose instance ended says so, and can be asked again", async () => {
  const token = await scene.connect("legacy");
  const [holder, other] = await Promise.all([startOne(), startOne()]);
  const first = await callModern(holder.url, token, { ask: ["form"] });
  expect(first.result).toMatchObject({
    resultType: "input_required",
    inputRequests: { "question-1": { method: "elicitation/create" } },
  });
  await holder.stop();
  const inputResponses = { "question-1": { action: "accept", content: { name: "Gil" } } };
  const retry = { inputResponses, requestState: first.result["requestState"] };
  const second = await callModern(other.url, token, { ask: ["form"] }, retry);
  expect(second.result).toMatchObject({ isError: true });
  expect(JSON.stringify(second.result)).toContain("Call again to be asked again");
  await other.stop();
});

test("what is too large to travel between instances is said to be, and travels nowhere where it need not", async () => {
  const token = await scene.connect("legacy");
  const args = { ask: ["roots"], for: "x".repeat(2 * 1024 * 1024 + 1) };
  const inputResponses = { "question-1": { roots: [] } };
  const run = async (first: number, second: number) => {
    const asked = await callModern(instances[first]?.url ?? "", token, args);
    const retry = { inputResponses, requestState: asked.result["requestState"] };
    return (await callModern(instances[second]?.url ?? "", token, args, retry)).result;
  };
  const apart = await run(0, 1);
  expect([apart["isError"], JSON.stringify(apart)]).toEqual([true, expect.stringContaining("too large")]);
  expect((await run(1, 1))["isError"]).toBeUndefined();
});

test("instances that hear nothing look for what they wait for", async () => {
  const deaf = await startInstances({ count: 2, isHearing: false, env: toEnv() });
  for (const era of ["legacy", "modern"] as const) {
    const token = await scene.connect("legacy");
    const client = await connectAsked(scene, era, { token, name: "Lea", fetch: alternate(deaf).fetch });
    const { text } = await client.call({ ask: ["form", "form"] });
    expect(text.match(/"name":"Lea"/g)).toHaveLength(2);
    await client.close();
  }
  await Promise.all(deaf.map((instance) => instance.stop()));
});
