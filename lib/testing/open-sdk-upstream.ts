import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { McpServer as OldServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";

export type SdkUpstream = {
  url: string;
  /** What came in, headers and body. */
  seen: { method: string; headers: IncomingHttpHeaders; text: string }[];
  /** TCP connections so far. */
  connections: () => number;
  /** Has the server say unasked that its tools changed. */
  tellChange: () => Promise<void>;
  /** Has the server say that this resource changed, to who asked for that. */
  tellUpdate: (uri: string) => Promise<void>;
  /** Cuts every connection. */
  cut: () => void;
  close: () => Promise<void>;
};

type Serve = (request: IncomingMessage, response: ServerResponse, text: string) => Promise<void>;

/**
 * A server of 2026-07-28, made with the SDK; with `isBoth` the older revisions are served too, without sessions. `make`
 * says what it has.
 */
export async function openModernUpstream(
  key: string,
  isBoth = false,
  make: () => McpServer = makeModern,
): Promise<SdkUpstream> {
  const handler = createMcpHandler(make, { legacy: isBoth ? "stateless" : "reject" });
  const upstream = await listen(key, async (request, response, text) => {
    const aborting = new AbortController();
    response.on("close", () => aborting.abort());
    const answered = await handler.fetch(
      new Request(`http://127.0.0.1${request.url ?? "/"}`, {
        method: request.method ?? "POST",
        headers: request.headers as Record<string, string>,
        signal: aborting.signal,
        ...(text === "" ? {} : { body: text }),
      }),
    );
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    if (answered.body === null) return void response.end();
    Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0])
      .on("error", () => response.destroy())
      .pipe(response);
  });
  upstream.tellChange = () => Promise.resolve(handler.notify.toolsChanged());
  upstream.tellUpdate = (uri) => Promise.resolve(handler.notify.resourceUpdated(uri));
  return upstream;
}

/** A server of 2024-11-05 over HTTP+SSE, made with the SDK of its time. */
export async function openSseUpstream(key: string): Promise<SdkUpstream> {
  const sessions = new Map<string, { transport: SSEServerTransport; server: OldServer }>();
  const upstream = await listen(key, async (request, response, text) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname === "/messages") {
      const session = sessions.get(url.searchParams.get("sessionId") ?? "");
      if (session === undefined) return void response.writeHead(404).end();
      return await session.transport.handlePostMessage(request, response, JSON.parse(text));
    }
    if (request.method !== "GET") return void response.writeHead(405).end();
    const transport = new SSEServerTransport("/messages", response);
    const server = makeOld();
    sessions.set(transport.sessionId, { transport, server });
    await server.connect(transport);
  });
  upstream.tellChange = async () => {
    for (const { server } of sessions.values()) await server.server.sendToolListChanged();
  };
  return upstream;
}

function makeModern(): McpServer {
  const server = new McpServer(
    { name: "modern", version: "1" },
    { capabilities: { tools: { listChanged: true }, prompts: {}, resources: {} } },
  );
  server.registerTool("echo", { description: "Says it was called." }, (extra) => {
    void extra;
    return { content: [{ type: "text", text: "modern" }] };
  });
  return server;
}

function makeOld(): OldServer {
  const server = new OldServer(
    { name: "old", version: "1" },
    { capabilities: { tools: { listChanged: true } } },
  );
  server.registerTool("echo", { description: "Says it was called." }, async (extra) => {
    const token = extra._meta?.progressToken;
    if (token !== undefined) {
      await extra.sendNotification({
        method: "notifications/progress",
        params: { progressToken: token, progress: 1 },
      });
    }
    return { content: [{ type: "text", text: "old" }] };
  });
  return server;
}

async function listen(key: string, serve: Serve): Promise<SdkUpstream> {
  const seen: SdkUpstream["seen"] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    read(request)
      .then(async (text) => {
        seen.push({ method: request.method ?? "", headers: request.headers, text });
        if (request.headers.authorization === `Bearer ${key}`) return await serve(request, response, text);
        return void response.writeHead(401).end();
      })
      .catch(() => response.destroy());
  });
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    seen,
    connections: () => connections,
    tellChange: () => Promise.resolve(),
    tellUpdate: () => Promise.resolve(),
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
