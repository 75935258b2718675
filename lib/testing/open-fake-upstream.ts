import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Message = { id?: number; method: string; params: Record<string, unknown> };
type Seen = {
  method: string;
  headers: IncomingHttpHeaders;
  message: Message | null;
  /** The body as it came. */
  text: string;
};

/** What the fake does with a request that is neither `initialize` nor a notification. */
export type Behaviour = (message: Message, response: ServerResponse) => void;

export type FakeUpstream = {
  url: string;
  seen: Seen[];
  /** Requests of one JSON-RPC method so far. */
  count: (method: string) => number;
  /** Resolves when a message of that method has come in. */
  received: (method: string) => Promise<Message>;
  /** Replaces what happens; `everything` also for `initialize`. */
  behave: (behaviour: Behaviour, scope?: "requests" | "everything") => void;
  /** What `initialize` declares from now on. */
  declare: (capabilities: object) => void;
  /** Says something unasked on every stream that was opened for that (GET); answers how many those are. */
  say: (method: string, params?: object) => number;
  /** Says it on every such stream as fast as it is read, that many MiB of it; answers how many were taken. */
  flood: (method: string, mebibytes: number) => { taken: () => number };
  /** Resolves when such a stream is open. */
  listened: () => Promise<void>;
  /** Ends every session: the next request of each is answered 404. */
  forgetSessions: () => void;
  close: () => Promise<void>;
};

export const answerJson = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

/** Answers a call with its own arguments, so that a mixed-up answer shows. */
export const echo: Behaviour = ({ id, params }, response) => {
  const text = JSON.stringify(params["arguments"] ?? null);
  answerJson(response, 200, { jsonrpc: "2.0", id, result: { content: [{ type: "text", text }] } });
};

const DISCOVERED = {
  resultType: "complete",
  supportedVersions: ["2026-07-28"],
  capabilities: { tools: {} },
  ttlMs: 0,
  cacheScope: "private",
};

/** A bare MCP server of 2025-11-25, or of 2026-07-28, that misbehaves on demand and remembers what it was sent. */
export async function openFakeUpstream(era: "legacy" | "modern" = "legacy"): Promise<FakeUpstream> {
  const seen: Seen[] = [];
  const waiting = new Map<string, ((message: Message) => void)[]>();
  const sessions = new Set<string>();
  const streams = new Set<ServerResponse>();
  const listeners: (() => void)[] = [];
  let capabilities: object = {};
  let behaviour: Behaviour = echo;
  let isEverything = false;

  const answer = (text: string, request: IncomingMessage, response: ServerResponse) => {
    const message = text === "" ? null : (JSON.parse(text) as Message);
    seen.push({ method: request.method ?? "", headers: request.headers, message, text });
    if (message === null && request.method === "GET" && Object.keys(capabilities).length > 0) {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      streams.add(response);
      response.once("close", () => streams.delete(response));
      return listeners.splice(0).forEach((resolve) => resolve());
    }
    if (message === null) return response.writeHead(200).end();
    for (const resolve of waiting.get(message.method) ?? []) resolve(message);
    waiting.delete(message.method);
    if (message.id === undefined) return response.writeHead(202).end();
    if (era === "modern") {
      const { id, method } = message;
      if (method === "server/discover")
        return answerJson(response, 200, { jsonrpc: "2.0", id, result: DISCOVERED });
      if (method !== "initialize") return behaviour(message, response);
      const error = { code: -32601, message: "Method not found" };
      return answerJson(response, 404, { jsonrpc: "2.0", id, error });
    }
    if (message.method !== "initialize" && !sessions.has(String(request.headers["mcp-session-id"]))) {
      return answerJson(response, 404, {
        jsonrpc: "2.0",
        id: null,
        error: { code: -32001, message: "gone" },
      });
    }
    if (isEverything || message.method !== "initialize") return behaviour(message, response);
    const session = `session-${seen.length}`;
    sessions.add(session);
    response.setHeader("mcp-session-id", session);
    const result = {
      protocolVersion: "2025-11-25",
      capabilities,
      serverInfo: { name: "fake", version: "1" },
    };
    return answerJson(response, 200, { jsonrpc: "2.0", id: message.id, result });
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      answer(Buffer.concat(chunks).toString("utf8"), request, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    seen,
    count: (method) => seen.filter(({ message }) => message?.method === method).length,
    received: (method) =>
      new Promise((resolve) => waiting.set(method, [...(waiting.get(method) ?? []), resolve])),
    behave: (next, scope = "requests") => {
      behaviour = next;
      isEverything = scope === "everything";
    },
    declare: (next) => void (capabilities = next),
    say: (method, params = {}) => {
      const event = `data: ${JSON.stringify({ jsonrpc: "2.0", method, params })}\n\n`;
      for (const stream of streams) stream.write(event);
      return streams.size;
    },
    flood: (method, mebibytes) => {
      const event = `data: ${JSON.stringify({ jsonrpc: "2.0", method, params: {} })}\n\n`;
      const block = event.repeat(Math.ceil(1_048_576 / event.length));
      let taken = 0;
      const pour = async (stream: ServerResponse) => {
        const closed = once(stream, "close");
        for (let sent = 0; sent < mebibytes && !stream.destroyed; sent++) {
          if (!stream.write(block)) await Promise.race([once(stream, "drain"), closed]);
          taken += 1;
        }
      };
      for (const stream of streams) void pour(stream);
      return { taken: () => taken };
    },
    listened: async () => {
      if (streams.size === 0) await new Promise<void>((resolve) => listeners.push(resolve));
    },
    forgetSessions: () => sessions.clear(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
