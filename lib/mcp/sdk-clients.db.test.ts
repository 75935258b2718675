import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from "@modelcontextprotocol/client";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { describe, expect, test } from "vitest";
import { echo } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const INFO = { name: "test", version: "1.0.0" };
const CALL = { name: "list_agents", arguments: { a: 1 } };
const ECHOED = [{ type: "text", text: '{"a":1}' }];
const options = () => ({ requestInit: { headers: { Authorization: `Bearer ${scene.token}` } } });
const url = () => new URL(`${scene.gateway.url}/api/mcp`);

const connectModern = async () => {
  const client = new ModernClient(INFO, { versionNegotiation: { mode: "auto" } });
  await client.connect(new ModernTransport(url(), options()));
  return client;
};
const connectLegacy = async () => {
  const client = new LegacyClient(INFO);
  // The SDK's own transport does not meet its own interface under exactOptionalPropertyTypes.
  await client.connect(new LegacyTransport(url(), options()) as Parameters<LegacyClient["connect"]>[0]);
  return client;
};

describe("the SDK's clients", () => {
  test("v2 negotiates 2026-07-28, lists and calls", async () => {
    const client = await connectModern();
    expect(client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["list_agents", "list_tags"]);
    expect((await client.callTool(CALL)).content).toEqual(ECHOED);
    await client.close();
  });

  test("v1 negotiates 2025-11-25, lists and calls", async () => {
    const client = await connectLegacy();
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["list_agents", "list_tags"]);
    expect((await client.callTool(CALL)).content).toEqual(ECHOED);
    await client.close();
  });

  test.each([
    ["v2", connectModern],
    ["v1", connectLegacy],
  ] as const)("%s: a call it aborts is cancelled at the instance", async (_name, connect) => {
    const client = await connect();
    const received = scene.fake.received("tools/call");
    const cancelled = scene.fake.received("notifications/cancelled");
    scene.fake.behave(() => undefined);
    const leaving = new AbortController();
    const call =
      client instanceof ModernClient
        ? client.callTool(CALL, { signal: leaving.signal })
        : client.callTool(CALL, undefined, { signal: leaving.signal });
    const failed = expect(call).rejects.toThrow();
    const { id } = await received;
    leaving.abort();
    expect((await cancelled).params).toMatchObject({ requestId: id });
    await failed;
    scene.fake.behave(echo);
    expect((await client.callTool(CALL)).content).toEqual(ECHOED);
    await client.close();
  });

  test.each([
    ["v2", connectModern],
    ["v1", connectLegacy],
  ] as const)("%s: hears of progress", async (_name, connect) => {
    const client = await connect();
    scene.fake.behave(({ id, params }, response) => {
      const { progressToken } = params["_meta"] as { progressToken: number };
      const send = (message: object) =>
        response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", ...message })}\n\n`);
      response.writeHead(200, { "content-type": "text/event-stream" });
      send({ method: "notifications/progress", params: { progressToken, progress: 1, total: 2 } });
      send({ id, result: { content: [] } });
      response.end();
    });
    const heard: unknown[] = [];
    const onprogress = (progress: unknown) => void heard.push(progress);
    if (client instanceof ModernClient) await client.callTool(CALL, { onprogress });
    else await client.callTool(CALL, undefined, { onprogress });
    expect(heard).toEqual([{ progress: 1, total: 2 }]);
    await client.close();
  });
});
