import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { z } from "zod";
import { listen, type Shape } from "./listen.ts";

/** A company's own server: a service token in a header of its own, and HTTP+SSE, the transport of 2024-11-05, at `/sse`. */
export async function openServiceTokenServer(token: string): Promise<Shape> {
  return await listen(createServer(serveDocuments(token)), [], { path: "/sse" });
}

export function serveDocuments(token: string): RequestListener {
  const sessions = new Map<string, SSEServerTransport>();
  return (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://documents");
    const session = sessions.get(url.searchParams.get("sessionId") ?? "");
    if (request.headers["x-service-token"] !== token) return void response.writeHead(401).end();
    if (url.pathname === "/messages" && request.method === "POST" && session !== undefined) {
      return void session.handlePostMessage(request, response).catch(() => response.destroy());
    }
    if (url.pathname !== "/sse" || request.method !== "GET") return void response.writeHead(404).end();
    const transport = new SSEServerTransport("/messages", response);
    sessions.set(transport.sessionId, transport);
    response.on("close", () => sessions.delete(transport.sessionId));
    makeDocuments()
      .connect(transport)
      .catch(() => response.destroy());
  };
}

function makeDocuments(): McpServer {
  const server = new McpServer({ name: "documents", version: "3.1.0" });
  server.registerTool(
    "find_document",
    { description: "Finds documents by words in them.", inputSchema: { words: z.string() } },
    ({ words }) => ({ content: [{ type: "text", text: `2 documents about ${words}` }] }),
  );
  return server;
}
