import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { z } from "zod";

/** For this room's tests: the real process, and a real MCP client to drive it. */
export type OpenSample = Awaited<ReturnType<typeof openSample>>;

export const keyOf = (name: string) => `trinity_mcp_${name.padEnd(43, "0")}`;
export const BOTH_TYPES = { accept: "application/json, text/event-stream" };

const CONTROL = "control-token-for-tests";
const KEYS = [
  { key: keyOf("user"), scope: "user", userId: "maria", email: "maria@acme.example", keyName: "maria" },
  { key: keyOf("leaver"), scope: "user", userId: "leaver", email: "leaver@acme.example", keyName: "leaver" },
  {
    key: keyOf("bound"),
    scope: "connector",
    userId: "admin",
    email: "",
    keyName: "bound",
    agentName: "quote-desk",
  },
];
const Ready = z.object({ ready: z.literal(true), port: z.number(), mcpUrl: z.url(), apiUrl: z.url() });
const TextResult = z.object({
  isError: z.boolean().default(false),
  content: z.tuple([z.object({ type: z.literal("text"), text: z.string() })]),
});

export async function openSample() {
  const child = spawn(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url))], {
    env: { NODE_ENV: "production", SAMPLE_KEYS: JSON.stringify(KEYS), SAMPLE_CONTROL_TOKEN: CONTROL },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const at = Ready.parse(JSON.parse(line));
  const clients: Client[] = [];
  return {
    ...at,
    child,
    async connect(name: string): Promise<Client> {
      const client = new Client({ name: "test", version: "1.0.0" });
      const headers = { Authorization: `Bearer ${keyOf(name)}` };
      // The SDK's own transport does not meet its own interface under exactOptionalPropertyTypes.
      const transport = new StreamableHTTPClientTransport(new URL(at.mcpUrl), { requestInit: { headers } });
      await client.connect(transport as Parameters<Client["connect"]>[0]);
      clients.push(client);
      return client;
    },
    async control(path: string, body?: unknown): Promise<unknown> {
      const response = await fetch(`${at.apiUrl}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: `Bearer ${CONTROL}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return await response.json();
    },
    async close(): Promise<void> {
      await Promise.all(clients.map((client) => client.close()));
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}

/** The one text block of a result. */
export async function callText(client: Client, name: string, args: Record<string, unknown> = {}) {
  const { isError, content } = TextResult.parse(await client.callTool({ name, arguments: args }));
  return { isError, text: content[0].text };
}

export async function callJson(
  client: Client,
  name: string,
  args?: Record<string, unknown>,
): Promise<unknown> {
  return JSON.parse((await callText(client, name, args)).text);
}

export function post(url: string, headers: Record<string, string>, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

export function initializeRequest(id: number) {
  return {
    jsonrpc: "2.0",
    id,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "raw", version: "1" } },
  };
}
