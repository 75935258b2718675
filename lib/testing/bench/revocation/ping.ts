import { type Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { TOOL } from "./causes.ts";

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

export type Asked = { url: string; token: string; agent: Agent };
/** Whether one request with that token got what it was for. */
export type Ask = (asked: Asked) => Promise<boolean>;

/** Whether the token is taken. */
export const isTaken: Ask = async (asked) => {
  const { status } = await post(asked, "ping");
  if (status !== 200 && status !== 401) throw new Error(`A request was answered ${status}.`);
  return status === 200;
};

/** Whether the tool is on the list that is sent. */
export const seesTool: Ask = async (asked) => {
  const { status, body } = await post(asked, "tools/list");
  if (status !== 200) throw new Error(`A list was answered ${status}.`);
  return body.includes(`"${TOOL}"`);
};

async function post({ url, token, agent }: Asked, method: string): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const message = JSON.stringify({ jsonrpc: "2.0", id: 1, method });
  const headers = {
    ...LEGACY,
    authorization: `Bearer ${token}`,
    "content-length": Buffer.byteLength(message),
  };
  const sent = request(`${url}/api/mcp`, { method: "POST", agent, headers }, (response) => {
    text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
  });
  sent.on("error", reject);
  sent.end(message);
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
