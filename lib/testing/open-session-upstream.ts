import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import {
  CallToolRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  type LoggingLevel,
  ReadResourceRequestSchema,
  RootsListChangedNotificationSchema,
  SetLevelRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";

type Transport = StreamableHTTPServerTransport;
type Held = {
  server: Server;
  transport: Transport;
  levels: string[];
  uris: Set<string>;
  rootsChanged: number;
  isListening: boolean;
  isEnded: boolean;
};

export type SessionUpstream = {
  url: string;
  /** Opens none of the next sessions until so many were asked for. */
  gather: (count: number) => void;
  /** Every session that was ever opened, by its id. */
  sessions: Map<string, Held>;
  /** Those still open. */
  open: () => Held[];
  /** Says on the streams of those who subscribed that this changed. */
  update: (uri: string) => Promise<void>;
  /** Says something on the stream of every session. */
  say: (level: LoggingLevel, data: string) => Promise<void>;
  /** Loses all sessions, as a restart would. */
  forget: () => void;
  close: () => Promise<void>;
};

/**
 * A server of revision 2025-11-25 built with the SDK, with sessions, log levels and subscriptions. Its tool `list_agents`
 * answers with the id of its session and what that session's client declared, and logs once at `info`.
 */
export async function openSessionUpstream(): Promise<SessionUpstream> {
  const sessions = new Map<string, Held>();
  let gate: { missing: number; opens: PromiseWithResolvers<void> } | undefined;
  const pass = async () => {
    if (gate === undefined) return;
    gate.missing -= 1;
    if (gate.missing <= 0) gate.opens.resolve();
    await gate.opens.promise;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const id = request.headers["mcp-session-id"];
    const held = typeof id === "string" ? sessions.get(id) : undefined;
    if (id !== undefined && (held === undefined || held.isEnded)) {
      return void response.writeHead(404, { "content-type": "application/json" }).end("{}");
    }
    if (id === undefined) await pass();
    if (held !== undefined && request.method === "GET") held.isListening = true;
    await (held?.transport ?? (await begin(sessions))).handleRequest(request, response);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const open = () => [...sessions.values()].filter(({ isEnded }) => !isEnded);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    gather: (count) => void (gate = { missing: count, opens: Promise.withResolvers<void>() }),
    sessions,
    open,
    update: async (uri) => {
      const told = open().filter(({ uris }) => uris.has(uri));
      await Promise.all(told.map((held) => held.server.sendResourceUpdated({ uri })));
    },
    say: async (level, data) => {
      await Promise.all(
        open().map((held) => held.server.sendLoggingMessage({ level, data }, held.transport.sessionId)),
      );
    },
    forget: () => {
      for (const held of open()) {
        held.isEnded = true;
        void held.transport.close();
      }
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function begin(sessions: Map<string, Held>): Promise<Transport> {
  const server = new Server(
    { name: "sessions", version: "1" },
    { capabilities: { tools: {}, logging: {}, resources: { subscribe: true } } },
  );
  const transport: Transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, held),
    onsessionclosed: () => void (held.isEnded = true),
  });
  const held: Held = {
    server,
    transport,
    levels: [],
    uris: new Set(),
    rootsChanged: 0,
    isListening: false,
    isEnded: false,
  };
  handle(held);
  // The SDK's own transport does not meet its own interface under exactOptionalPropertyTypes.
  await server.connect(transport as Parameters<Server["connect"]>[0]);
  return transport;
}

function handle(held: Held): void {
  const { server, transport } = held;
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: [{ name: "list_agents", inputSchema: { type: "object" as const } }],
  }));
  server.setRequestHandler(CallToolRequestSchema, async (_request, { sendNotification }) => {
    if (isLogged(held.levels.at(-1))) {
      await sendNotification({ method: "notifications/message", params: { level: "info", data: "called" } });
    }
    const seen = { session: transport.sessionId, capabilities: server.getClientCapabilities() };
    return { content: [{ type: "text" as const, text: JSON.stringify(seen) }] };
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: [{ uri: "test://a", name: "a" }],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) => ({
    contents: [{ uri, text: "a" }],
  }));
  server.setRequestHandler(SubscribeRequestSchema, ({ params: { uri } }) => {
    held.uris.add(uri);
    return {};
  });
  server.setRequestHandler(UnsubscribeRequestSchema, ({ params: { uri } }) => {
    held.uris.delete(uri);
    return {};
  });
  // The server keeps the level for its own messages; this only remembers that it was told.
  const setLevel = server["_requestHandlers"].get("logging/setLevel");
  server.setRequestHandler(SetLevelRequestSchema, async (request, extra) => {
    held.levels.push(request.params.level);
    return (await setLevel?.(request as never, extra)) ?? {};
  });
  server.setNotificationHandler(RootsListChangedNotificationSchema, () => void held.rootsChanged++);
}

function isLogged(level: string | undefined): boolean {
  return level === undefined || level === "debug" || level === "info";
}
