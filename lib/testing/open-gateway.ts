import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  catchUpRevocations,
  startRevocationWatch,
  stopRevocationWatch,
} from "#lib/grants/watch-revocations.ts";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { stopBus } from "#lib/platform/bus/stop-bus.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { serveMcp } from "#lib/server/serve-mcp.ts";

const VERSION = "2026-07-28";
/** What every request of that revision carries. */
export const META = {
  "io.modelcontextprotocol/protocolVersion": VERSION,
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
};

export type Params = { _meta?: Record<string, unknown>; [member: string]: unknown };
type Sent = {
  token?: string | undefined;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  path?: string;
};

/** Ways of talking to a gateway. */
export type Caller = {
  /** Any request, as raw as wanted. */
  send: (init: RequestInit & { path?: string }) => Promise<Response>;
  /** A well-formed request of 2026-07-28. */
  modern: (method: string, params: Params, sent: Sent & { id?: string | number }) => Promise<Response>;
  /** A well-formed request (or, without an id, notification) of 2025-11-25. */
  legacy: (method: string, params: Params, sent: Sent & { id?: string | number }) => Promise<Response>;
};

export type Gateway = Caller & {
  url: string;
  /** Resolves when everything committed before is known to this instance. */
  settle: () => Promise<void>;
  close: () => Promise<void>;
};

/** Lets the guarded fetch reach these servers on loopback, as an operator would. */
export function allowOutbound(...urls: string[]): void {
  const config = getConfig();
  setConfig({ ...config, outboundAllow: [...config.outboundAllow, ...urls.map((url) => new URL(url).host)] });
}

/** The gateway behind its Node door on a free loopback port, hearing of revocations as the server does. */
export async function openGateway(): Promise<Gateway> {
  await startBus();
  await startRevocationWatch();
  const draining = new AbortController();
  const server = createServer((request, response) => {
    void serveMcp(request, response, { requestId: "test", draining: draining.signal });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    ...makeCaller(url),
    settle: catchUpRevocations,
    close: async () => {
      await closeServer(server, draining);
      await stopRevocationWatch();
      await stopBus();
    },
  };
}

/** Requests to the gateway at that origin, in this process or in another one. */
export function makeCaller(url: string): Caller {
  const send: Caller["send"] = ({ path = "/api/mcp", ...init }) => fetch(`${url}${path}`, init);
  const post = (message: object, { token, headers, signal, path }: Sent) =>
    send({
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify(message),
      ...(signal ? { signal } : {}),
      ...(path ? { path } : {}),
    });
  return {
    send,
    modern: (method, params, { id = 1, headers, ...sent }) =>
      post(
        { jsonrpc: "2.0", id, method, params: { ...params, _meta: { ...META, ...params._meta } } },
        { ...sent, headers: { ...toModernHeaders(method, params), ...headers } },
      ),
    legacy: (method, params, { id, headers, ...sent }) =>
      post(
        { jsonrpc: "2.0", ...(id === undefined ? {} : { id }), method, params },
        { ...sent, headers: { "mcp-protocol-version": "2025-11-25", ...headers } },
      ),
  };
}

export function toModernHeaders(method: string, params: Params): Record<string, string> {
  const name = params[method === "resources/read" ? "uri" : "name"];
  return {
    "mcp-protocol-version": VERSION,
    "mcp-method": method,
    ...(typeof name === "string" ? { "mcp-name": name } : {}),
  };
}

async function closeServer(server: Server, draining: AbortController): Promise<void> {
  draining.abort();
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
