import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { openLimiter } from "#lib/platform/limits/open-limiter.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { authorizeQuery } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useWeb } from "#lib/testing/use-web.ts";
import { handleOauthRequest } from "./handle-oauth-request.ts";
import { resolveDocument } from "./internal/documents/resolve-document.ts";

useDatabase();
useWeb();

/** A server that believes its callers come from the network named in their header. */
const server = createServer((req, res) => {
  Object.defineProperty(req.socket, "remoteAddress", {
    value: req.headers["x-test-peer"],
    configurable: true,
  });
  void handleOauthRequest(req, res);
});
let base = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());

const authorize = (peer: string) =>
  fetch(`${base}/oauth/authorize?${authorizeQuery().query}`, {
    redirect: "manual",
    headers: { "x-test-peer": peer },
  });

test("K08: one network cannot store waiting requests without end, another is not held up", async () => {
  const statuses: number[] = [];
  for (let batch = 0; batch < 31; batch += 1) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => authorize("93.184.215.7")));
    statuses.push(...answers.map(({ status }) => status));
  }
  expect(statuses.filter((status) => status === 303)).toHaveLength(300);
  const refused = await authorize("93.184.215.7");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.headers.get("location")).toBeNull();
  expect(await refused.text()).toContain("This cannot be answered right now");
  expect((await authorize("93.184.215.8")).status).toBe(303);
});

test("E01: one network cannot have us fetch addresses without end", async () => {
  const fetchOne = (index: number) =>
    withPeerAddress("93.184.215.9", () =>
      resolveDocument("client", `https://host-${index}.example.org/${index}.json`),
    );
  const answers = await Promise.all(Array.from({ length: 110 }, (_, index) => fetchOne(index)));
  const limited = answers.filter((answer) => !answer.ok && answer.reason === "document_limited");
  expect(limited).toHaveLength(10);
  const { query } = authorizeQuery({ client_id: "https://host-200.example.org/c.json" });
  const busy = await fetch(`${base}/oauth/authorize?${query}`, {
    redirect: "manual",
    headers: { "x-test-peer": "93.184.215.9", accept: "text/html" },
  });
  expect([busy.status, busy.headers.get("location")]).toEqual([503, null]);
  expect(await busy.text()).toContain("This cannot be answered right now");
});

test("E01: one host is not fetched from without end, however many networks ask", async () => {
  const resolveOne = (index: number) =>
    withPeerAddress(`93.184.${216 + Math.floor(index / 50)}.1`, () =>
      resolveDocument("client", `https://flooded.example.org/${index}.json`),
    );
  const answers = await Promise.all(Array.from({ length: 125 }, (_, index) => resolveOne(index)));
  const limited = answers.filter((answer) => !answer.ok && answer.reason === "document_limited");
  expect(limited).toHaveLength(5);
  const other = await withPeerAddress("93.184.216.1", () =>
    resolveDocument("client", "https://quiet.example.org/c.json"),
  );
  expect(other).toEqual({ ok: false, reason: "document_unreachable" });
});

const register = (peer: string, client_name = "Tool") =>
  fetch(`${base}/oauth/register`, {
    method: "POST",
    headers: { "x-test-peer": peer, "content-type": "application/json" },
    body: JSON.stringify({ client_name, redirect_uris: ["https://tool.example/cb"] }),
  });

async function registerOften(peer: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let done = 0; done < times; done += 10) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => register(peer)));
    statuses.push(...answers.map(({ status }) => status));
  }
  return statuses;
}

test("F05: one network registers 200 times in ten minutes, Anthropic's shared addresses are not held to that", async () => {
  const office = await registerOften("93.184.215.20", 210);
  expect(office.filter((status) => status === 201)).toHaveLength(200);
  const refused = await register("93.184.215.20");
  expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([429, "*"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await register("93.184.215.21")).status).toBe(201);
  expect(new Set(await registerOften("160.79.104.9", 210))).toEqual(new Set([201]));
  expect((await register("160.79.111.255")).status).toBe(201);
});

test("F38: one network cannot use up what everybody together may store, nor one IPv6 site with all its networks", async () => {
  const used = openLimiter("oauth.clients.network", { points: 200, durationSeconds: 3_600 });
  for (const [key, peer, neighbour] of [
    ["93.184.215.50", "93.184.215.50", "93.184.215.51"],
    ["2a00:1450:4001::/48", "2a00:1450:4001:830::1", "2a00:1450:4002:830::1"],
  ] as const) {
    await used.penalty(sha256Hex(key), 200);
    expect((await register(peer, `New ${key}`)).status).toBe(429);
    expect((await register(peer, "Tool")).status).toBe(201);
    expect((await register(neighbour, `New ${key}`)).status).toBe(201);
  }
  expect((await register("2a00:1450:4001:831::1", "Newest")).status).toBe(429);
});

test("F38: everybody together stores so many new clients an hour; a known one is still known, and Anthropic's have their own room", async () => {
  const used = openLimiter("oauth.clients", { points: 2_000, durationSeconds: 3_600 });
  await used.penalty(sha256Hex("everybody"), 2_000);
  const refused = await register("93.184.215.30", "Unheard of");
  expect([refused.status, (await refused.json()) as unknown]).toEqual([
    429,
    expect.objectContaining({ error: "temporarily_unavailable" }),
  ]);
  expect((await register("93.184.215.30", "Tool")).status).toBe(201);
  expect((await register("160.79.104.10", "Unheard of")).status).toBe(201);
});
