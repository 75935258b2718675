import { createServer } from "node:http";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { z } from "zod";
import { listen, type Shape } from "./listen.ts";

export const KEYED_TOOLS = 41;

/** A product's server: Streamable HTTP without sessions, forty-one tools, one key for all of them in `x-api-key`. */
export async function openKeyedServer(key: string): Promise<Shape> {
  const server = createServer((request, response) => {
    if (request.headers["x-api-key"] !== key) return void response.writeHead(401).end();
    // No id, no session: every request is a server of its own. The option has to be left out, undefined is not the same.
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.on("close", () => void transport.close());
    makeMachines()
      // The SDK's own transport does not meet its own interface under exactOptionalPropertyTypes.
      .connect(transport as Parameters<McpServer["connect"]>[0])
      .then(async () => await transport.handleRequest(request, response))
      .catch(() => response.destroy());
  });
  return await listen(server, [], { path: "/mcp" });
}

function makeMachines(): McpServer {
  const server = new McpServer({ name: "machines", version: "0.9.2" });
  for (let number = 1; number <= KEYED_TOOLS; number += 1) {
    server.registerTool(
      `read_machine_${number}`,
      { description: `Reads machine ${number}.`, inputSchema: { unit: z.string().optional() } },
      () => ({ content: [{ type: "text", text: `machine ${number} runs` }] }),
    );
  }
  return server;
}
