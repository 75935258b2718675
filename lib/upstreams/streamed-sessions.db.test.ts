import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { allowOutbound } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { endOwnSessions } from "./end-own-sessions.ts";
import { leaseOwnSession, leaveOwnSessions } from "./lease-own-session.ts";
import type { SessionOwner } from "./lease-session.ts";

useDatabase();

const open = new Map<string, ServerResponse>();
const answers: Record<string, object> = {
  initialize: {
    protocolVersion: "2024-11-05",
    capabilities: { tools: {} },
    serverInfo: { name: "old", version: "1" },
  },
  "tools/call": { content: [] },
};
/** A server of 2024-11-05: a stream for every session. */
const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
  if (request.method === "GET") {
    const id = crypto.randomUUID();
    open.set(id, response);
    response.on("close", () => open.delete(id));
    response.writeHead(200, { "content-type": "text/event-stream" });
    return void response.write(`event: endpoint\ndata: /messages?id=${id}\n\n`);
  }
  request.setEncoding("utf8").on("data", (text: string) => {
    const { id, method } = JSON.parse(text) as { id?: number; method: string };
    const result = answers[method];
    if (result === undefined) return;
    const stream = open.get(searchParams.get("id") ?? "");
    stream?.write(`event: message\ndata: ${JSON.stringify({ jsonrpc: "2.0", id, result })}\n\n`);
  });
  return void request.on("end", () => response.writeHead(202).end());
});

let owner: SessionOwner;
let grantId: Awaited<ReturnType<typeof mintGrantWithToken>>["grantId"];
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sse`;
  allowOutbound(url);
  const tenant = await mintTenant();
  const { upstreamId, keyId } = await mintUpstream(tenant, { url, key: "k", tools: ["list_agents"] });
  const { tenantId } = tenant;
  const key = { id: keyId, version: 1 };
  owner = { tenantId, upstreamId, url, keyHeader: "authorization", transport: "sse", key };
  ({ grantId } = await mintGrantWithToken(await mintMember(tenant, "member"), { groups: ["agents.read"] }));
});
afterAll(async () => {
  await leaveOwnSessions();
  server.closeAllConnections();
  server.close();
});

async function call(mcpSessionId: string): Promise<boolean> {
  const expiresAt = Math.floor(Date.now() / 1_000) + 3_600;
  const own = { mcpSessionId, grantId, expiresAt, capabilities: { roots: {} }, logLevel: null };
  const request = { method: "tools/call", params: '{"name":"list_agents","arguments":{}}' };
  return (await leaseOwnSession(owner, own).request(request)).ok;
}

test("H16: however many sessions one connection begins, an instance of 2024-11-05 holds few streams for it", async () => {
  const last = crypto.randomUUID();
  for (let count = 0; count < 40; count++)
    expect(await call(count === 39 ? last : crypto.randomUUID())).toBe(true);
  await vi.waitFor(() => expect(open.size).toBe(16), 30_000);
  await endOwnSessions(owner.tenantId, last);
  await vi.waitFor(() => expect(open.size).toBe(15), 30_000);
});
