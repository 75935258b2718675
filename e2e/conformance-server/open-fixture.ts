import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import {
  createMcpHandler,
  createRequestStateCodec,
  hostHeaderValidationResponse,
  isLegacyRequest,
  originValidationResponse,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { keepEvents } from "./keep-events.ts";
import { makeServer } from "./make-server.ts";

export type Fixture = { url: string; close: () => Promise<void> };
type Transport = WebStandardStreamableHTTPServerTransport;

const LOOPBACK = ["localhost", "127.0.0.1"];

/**
 * A server for the official suite on a free loopback port, behind a bearer key: stateless in 2026-07-28, with sessions
 * before it.
 */
export async function openFixture(key: string): Promise<Fixture> {
  const state = createRequestStateCodec<string>({ key: randomBytes(32) });
  const make = () => makeServer({ state, notify: () => modern.notify });
  const modern = createMcpHandler(make, { legacy: "reject" });
  const sessions = new Map<string, Transport>();
  const serveLegacy = async (request: Request): Promise<Response> => {
    const id = request.headers.get("mcp-session-id");
    if (id === null) return await (await openSession(sessions, make)).handleRequest(request);
    const session = sessions.get(id);
    return (await session?.handleRequest(request)) ?? refuse(404, "There is no such session.");
  };
  const answer = async (request: Request): Promise<Response> => {
    if (request.headers.get("authorization") !== `Bearer ${key}`) return refuse(401, "There is no such key.");
    const refused =
      hostHeaderValidationResponse(request, LOOPBACK) ?? originValidationResponse(request, LOOPBACK);
    if (refused) return refused;
    return (await isLegacyRequest(request)) ? await serveLegacy(request) : await modern.fetch(request);
  };
  const server = createServer((request, response) => {
    answer(toRequest(request, response)).then(
      (answered) => send(answered, response),
      () => response.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    close: async () => {
      await modern.close();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function openSession(
  sessions: Map<string, Transport>,
  make: () => ReturnType<typeof makeServer>,
): Promise<Transport> {
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore: keepEvents(),
    retryInterval: 500,
    onsessioninitialized: (id) => void sessions.set(id, transport),
    onsessionclosed: (id) => void sessions.delete(id),
  });
  await make().connect(transport);
  return transport;
}

function refuse(status: number, message: string): Response {
  return Response.json({ jsonrpc: "2.0", id: null, error: { code: -32_001, message } }, { status });
}

function toRequest(request: IncomingMessage, response: ServerResponse): Request {
  const left = new AbortController();
  response.once("close", () => left.abort());
  const hasBody = request.method === "POST";
  return new Request(`http://${request.headers.host ?? "localhost"}${request.url ?? "/"}`, {
    method: request.method ?? "GET",
    headers: request.headers as Record<string, string>,
    signal: left.signal,
    ...(hasBody ? { body: Readable.toWeb(request) as BodyInit, duplex: "half" } : {}),
  } as RequestInit);
}

function send(answered: Response, response: ServerResponse): void {
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (answered.body === null) return void response.end();
  response.flushHeaders();
  const body = Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0]);
  body.once("error", () => response.destroy());
  response.once("close", () => body.destroy());
  body.pipe(response);
}
