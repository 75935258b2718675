import "#server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { withCaller } from "#lib/platform/limits/peer-address.ts";
import { log } from "#lib/platform/log/log.ts";
import { answerHealth, type Probe } from "./answer-health.ts";
import { answerSecurityTxt } from "./answer-security-txt.ts";
import { answerFailure, answerNotFound, answerText } from "./answer-text.ts";
import { isConfusing, makeGuard, type Origin, overwriteForwarding } from "./guard-request.ts";
import { makeForwardedReader } from "./read-forwarded.ts";
import { recordWrongHost } from "./record-wrong-host.ts";
import { shareAcrossOrigins } from "./share-across-origins.ts";

/** What a door is told beside the request: its id, and a signal raised when the server wants to stop. */
export type DoorContext = { requestId: string; draining: AbortSignal };
export type Door = (
  request: IncomingMessage,
  response: ServerResponse,
  context: DoorContext,
) => Promise<void> | void;
export type Doors = {
  /** `/oauth/*`, and the names at the root that hosts guess without metadata */
  oauth: Door;
  /** Every path with a `.well-known` in it, wherever hosts put it, but security.txt */
  metadata: Door;
  /** `/api/mcp`, `/api/mcp/*`, and the bare origin for everything but pages */
  mcp: Door;
  /** Everything else. */
  next: Door;
};
type DispatcherOptions = { doors: Doors; origin: Origin; draining: AbortSignal; probe: Probe };
type RouteName = keyof Doors | "health" | "security";

const HSTS = "max-age=63072000; includeSubDomains";
const ROUTES: readonly (readonly [RegExp, RouteName])[] = [
  [/^\/(?:healthz|readyz)$/, "health"],
  [/^\/\.well-known\/security\.txt$/, "security"],
  [/\/\.well-known(?:\/|$)/i, "metadata"],
  [/^\/oauth(?:\/|$)/, "oauth"],
  [/^\/(?:authorize|token|register)\/?$/, "oauth"],
  [/^\/api\/mcp(?:\/|$)/, "mcp"],
];

/** The path without its query, never decoded: what is not literally ours is Next's. */
const pathOf = (request: IncomingMessage) => request.url?.split("?", 1)[0] ?? "";

/** The bare origin is an alias of the shared MCP address, except for browsers reading or submitting the page there. */
function isMcpAtRoot({ method, headers }: IncomingMessage): boolean {
  if (method === "POST")
    return headers["next-action"] === undefined && !headers["content-type"]?.includes("form");
  if (method === "GET")
    return /text\/event-stream/.test(headers.accept ?? "") && !/text\/html/.test(headers.accept ?? "");
  return (
    method === "DELETE" || (method === "OPTIONS" && headers["access-control-request-method"] !== undefined)
  );
}

export function findRoute(request: IncomingMessage): RouteName {
  const path = pathOf(request);
  if (path === "/" && isMcpAtRoot(request)) return "mcp";
  return ROUTES.find(([pattern]) => pattern.test(path))?.[1] ?? "next";
}

/** No id or token is shorter. */
const SECRET_LENGTH_MIN = 20;
/** Ids and tokens in a path stay out of the log. */
const toLogPath = (path: string) =>
  path.length < SECRET_LENGTH_MIN
    ? path
    : path
        .split("/")
        .map((part) => (/^[\w.~-]{20,}$/.test(part) && /[\dA-Z_]/.test(part) ? "*" : part))
        .join("/");

function logWhenDone(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const startedAt = performance.now();
  response.once("close", () => {
    const ms = Math.round((performance.now() - startedAt) * 10) / 10;
    const status = response.writableFinished ? response.statusCode : 499;
    log.info({ requestId, method: request.method, path: toLogPath(pathOf(request)), status, ms }, "request");
  });
}

function setCommonHeaders(response: ServerResponse, requestId: string, isSecure: boolean): void {
  response.setHeader("x-request-id", requestId);
  response.setHeader("x-content-type-options", "nosniff");
  if (isSecure) response.setHeader("strict-transport-security", HSTS);
}

/** A page is led to https; whatever else came in the clear is refused, since what it carried is known by now. */
function answerPlain(request: IncomingMessage, response: ServerResponse, target: string): void {
  const isPage = findRoute(request) === "next" && (request.method === "GET" || request.method === "HEAD");
  if (!isPage) return answerText(response, 403, `Use https: ${new URL(target).origin}.`);
  response.writeHead(301, { location: target, "cache-control": "no-store", "content-length": 0 });
  response.end();
}

/**
 * The process's one request listener: refuses what must not come in, sets the headers every answer has, hands the
 * rest to its door. Never throws and never leaves a request without an answer.
 */
export function createDispatcher({ doors, origin, draining, probe }: DispatcherOptions) {
  const guard = makeGuard(origin);
  const readForwarded = makeForwardedReader(origin.isLocal ? [] : (origin.trustedProxies ?? []));
  const isSecure = origin.publicUrl.startsWith("https:");
  const serve = async (request: IncomingMessage, response: ServerResponse, requestId: string) => {
    const route = findRoute(request);
    const refusal = guard(request, route === "health");
    if (refusal?.status === 421 && route !== "next") recordWrongHost(request);
    if (refusal) return answerText(response, refusal.status, refusal.sentence);
    if (isConfusing(pathOf(request))) return answerNotFound(response);
    const { address, isPlain } = readForwarded(request.socket.remoteAddress, request.headers);
    if (isPlain && isSecure && route !== "health") {
      return answerPlain(request, response, `${origin.publicUrl}${request.url}`);
    }
    overwriteForwarding(request, origin);
    request.headers["x-request-id"] = requestId;
    if (route === "health") return await answerHealth(request, response, { probe, draining });
    if (route === "security") return answerSecurityTxt(request, response);
    if (route === "mcp" && shareAcrossOrigins(request, response)) return;
    await withCaller({ address, requestId }, () => doors[route](request, response, { requestId, draining }));
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomUUID();
    try {
      response.on("error", (error) => log.warn({ requestId, reason: error.message }, "response failed"));
      logWhenDone(request, response, requestId);
      setCommonHeaders(response, requestId, isSecure);
      if (draining.aborted) response.setHeader("connection", "close");
      await serve(request, response, requestId);
    } catch (error) {
      log.error({ requestId, err: error }, "request failed");
      answerFailure(request, response, requestId);
    }
  };
}
