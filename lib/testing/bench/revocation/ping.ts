import { Agent, request } from "node:http";

const BODY = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
const LISTEN = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "subscriptions/listen",
  params: {
    notifications: {},
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": {},
      "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1" },
    },
  },
});
const HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const LEGACY = { ...HEADERS, "mcp-protocol-version": "2025-11-25" };
const MODERN = { ...HEADERS, "mcp-protocol-version": "2026-07-28", "mcp-method": "subscriptions/listen" };

/** The status of one request with that token. */
export async function ping(url: string, token: string, agent: Agent): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { ...LEGACY, authorization: `Bearer ${token}`, "content-length": Buffer.byteLength(BODY) };
  const sent = request(`${url}/api/mcp`, { method: "POST", agent, headers }, (response) => {
    response.resume().on("end", () => resolve(response.statusCode ?? 0));
  });
  sent.on("error", reject);
  sent.end(BODY);
  return await promise;
}

/** An open listening stream; `closedAt` resolves with the time it was closed. */
export async function openStream(url: string, token: string): Promise<{ closedAt: Promise<number> }> {
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<number>();
  const headers = {
    ...MODERN,
    authorization: `Bearer ${token}`,
    "content-length": Buffer.byteLength(LISTEN),
  };
  const sent = request(`${url}/api/mcp`, { method: "POST", agent: false, headers }, (response) => {
    response.once("data", () => opened.resolve());
    response.once("close", () => closed.resolve(performance.now()));
    response.resume();
  });
  sent.on("error", opened.reject);
  sent.end(LISTEN);
  await opened.promise;
  return { closedAt: closed.promise };
}
