import { type IncomingMessage, request as openRequest } from "node:http";
import { text } from "node:stream/consumers";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { answerText } from "#lib/server/answer-text.ts";
import { createDispatcher } from "#lib/server/dispatch.ts";
import { doors } from "#lib/server/doors.ts";
import { type Answer, oauthBase, useOauthServer } from "../drive-oauth.ts";
import { META, type Params, toModernHeaders } from "../open-gateway.ts";

/** The process's dispatcher with all its doors but the pages, on a loopback port for this test file. */
export function useDoors(): void {
  useOauthServer((port) => {
    const { publicUrl, isLocal, trustedProxies } = getConfig();
    const dispatch = createDispatcher({
      doors: { ...doors, next: (_request, response) => answerText(response, 404, "pages") },
      origin: { publicUrl, isLocal, port, trustedProxies },
      draining: new AbortController().signal,
      probe: async () => undefined,
    });
    return (request, response) => void dispatch(request, response);
  });
}

type Raw = {
  method?: string;
  path: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** Sends only this and never ends: for requests that must be answered before they are complete. */
  unfinished?: boolean;
};

/** A request as raw as wanted: any Host, any path, any header. */
export async function sendRaw({ method = "GET", path, headers, body, unfinished = false }: Raw) {
  const { hostname, port } = new URL(oauthBase());
  const request = openRequest({
    hostname,
    port,
    method,
    path,
    agent: false,
    ...(headers ? { headers } : {}),
  });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    // An answer that comes before the request was sent closes the connection under it: only the answer counts.
    request.on("error", reject).once("response", resolve);
    if (body !== undefined) request.write(body);
    if (unfinished) request.flushHeaders();
    else request.end();
  });
  const answer = {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: await text(response).catch(() => ""),
  };
  request.destroy();
  return answer;
}

let lastId = 0;

/** One request of 2026-07-28 at the gateway. */
export async function callModern(token: string, method: string, params: Params = {}): Promise<Response> {
  return await fetch(`${oauthBase()}/api/mcp`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...toModernHeaders(method, params),
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: (lastId += 1), method, params: { ...params, _meta: META } }),
  });
}

/** One request of 2025-11-25 at the gateway, with that token or none. */
export async function callMcp(
  token: string | undefined,
  { path = "/api/mcp", method = "tools/list", params = {}, headers = {} }: CallOptions = {},
): Promise<Answer> {
  const response = await fetch(`${oauthBase()}${path}`, {
    method: "POST",
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-11-25",
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: (lastId += 1), method, params }),
  });
  const body = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return {
    status: response.status,
    headers: response.headers,
    text: body,
    json: isJson && body ? (JSON.parse(body) as Record<string, unknown>) : {},
  };
}

/** Whether the gateway still takes that access token. */
export async function isLive(token: unknown): Promise<boolean> {
  return (await callMcp(String(token))).status === 200;
}

type CallOptions = {
  path?: string;
  method?: string;
  params?: object;
  headers?: Record<string, string>;
};
