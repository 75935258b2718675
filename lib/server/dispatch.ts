import "#server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "#lib/platform/log/log.ts";
import { answerHealth, type Probe } from "./answer-health.ts";
import { answerFailure, answerText } from "./answer-text.ts";
import { makeGuard, type Origin, overwriteForwarding } from "./guard-request.ts";

/** What a door is told beside the request: its id, and a signal raised when the server wants to stop. */
export type DoorContext = { requestId: string; draining: AbortSignal };
export type Door = (
  request: IncomingMessage,
  response: ServerResponse,
  context: DoorContext,
) => Promise<void> | void;
export type Doors = {
  /** `/oauth/*` */
  oauth: Door;
  /** `/.well-known/{oauth-authorization-server,openid-configuration,oauth-protected-resource}*` */
  metadata: Door;
  /** `/api/mcp`, `/api/mcp/*`, and the bare origin for everything but pages */
  mcp: Door;
  /** Everything else. */
  next: Door;
};
type DispatcherOptions = { doors: Doors; origin: Origin; draining: AbortSignal; probe: Probe };
type RouteName = keyof Doors | "health";

const HSTS = "max-age=63072000; includeSubDomains";
const ROUTES: readonly (readonly [RegExp, RouteName])[] = [
  [/^\/(?:healthz|readyz)$/, "health"],
  [/^\/oauth(?:\/|$)/, "oauth"],
  [
    /^\/\.well-known\/(?:oauth-authorization-server|openid-configuration|oauth-protected-resource)(?:\/|$)/,
    "metadata",
  ],
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

/** Ids and tokens in a path stay out of the log. */
const toLogPath = (path: string) =>
  path
    .split("/")
    .map((part) => (/^[\w.~-]{20,}$/.test(part) && /\d/.test(part) ? "*" : part))
    .join("/");

function logWhenDone(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const startedAt = performance.now();
  response.once("close", () => {
    const ms = Math.round((performance.now() - startedAt) * 10) / 10;
    const status = response.writableFinished ? response.statusCode : 499;
    log.info({ requestId, method: request.method, path: toLogPath(pathOf(request)), status, ms }, "request");
  });
}

/**
 * The process's one request listener: refuses what must not come in, sets the headers every answer has, hands the
 * rest to its door. Never throws and never leaves a request without an answer.
 */
export function createDispatcher({ doors, origin, draining, probe }: DispatcherOptions) {
  const guard = makeGuard(origin);
  const isSecure = origin.publicUrl.startsWith("https:");
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomUUID();
    try {
      response.on("error", (error) => log.warn({ requestId, reason: error.message }, "response failed"));
      logWhenDone(request, response, requestId);
      response.setHeader("x-request-id", requestId);
      response.setHeader("x-content-type-options", "nosniff");
      if (isSecure) response.setHeader("strict-transport-security", HSTS);
      if (draining.aborted) response.setHeader("connection", "close");
      const route = findRoute(request);
      const refusal = guard(request, route === "health");
      if (refusal) return answerText(response, refusal.status, refusal.sentence);
      overwriteForwarding(request, origin);
      request.headers["x-request-id"] = requestId;
      if (route === "health") return await answerHealth(request, response, { probe, draining });
      await doors[route](request, response, { requestId, draining });
    } catch (error) {
      log.error({ requestId, err: error }, "request failed");
      answerFailure(request, response, requestId);
    }
  };
}
