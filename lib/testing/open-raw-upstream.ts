import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Message = {
  id?: number;
  method?: string;
  params?: { _meta?: Record<string, unknown>; [member: string]: unknown };
};
export type RawRequest = {
  request: IncomingMessage;
  response: ServerResponse;
  /** The body; empty for a GET. */
  text: string;
  message: Message;
};

export type RawUpstream = {
  url: string;
  /** Everything that came in, in its order. */
  seen: {
    method: string;
    path: string;
    headers: IncomingMessage["headers"];
    text: string;
    message: Message;
  }[];
  count: (rpcMethod: string) => number;
  /** Sockets by the key their first request carried. */
  sockets: Map<unknown, string>;
  /** What happens with every request. */
  answer: (raw: RawRequest) => void;
  close: () => Promise<void>;
};

/** A server of which the test says every byte. */
export async function openRawUpstream(): Promise<RawUpstream> {
  const upstream = {
    seen: [],
    sockets: new Map(),
    answer: ({ response }: RawRequest) => void response.end(),
  } as unknown as RawUpstream;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const message = text === "" ? {} : (JSON.parse(text) as Message);
      const { method = "", url: path = "", headers, socket } = request;
      upstream.seen.push({ method, path, headers, text, message });
      const key = headers.authorization ?? "";
      upstream.sockets.set(socket, `${upstream.sockets.get(socket) ?? ""}${key} `);
      upstream.answer({ request, response, text, message });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(upstream, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    count: (rpcMethod: string) => upstream.seen.filter(({ message }) => message.method === rpcMethod).length,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}

/** Sends one JSON answer of that status. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** Begins an event stream and says what is written to it. */
export function sendEvents(response: ServerResponse, ...texts: string[]): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  for (const text of texts) response.write(`data: ${text}\n\n`);
}

/** Does what a server of 2025-11-25 does at the beginning and end of a session; false when it is something else. */
export function beginSession({ request, message, response }: RawRequest, sessionId = "session-1"): boolean {
  if (request.method === "DELETE") {
    response.writeHead(200).end();
    return true;
  }
  if (message.method === "initialize") {
    const result = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      serverInfo: { name: "raw", version: "1" },
    };
    sendJson(response, 200, { jsonrpc: "2.0", id: message.id, result }, { "mcp-session-id": sessionId });
    return true;
  }
  if (message.method === undefined || message.id !== undefined) return false;
  response.writeHead(202).end();
  return true;
}
