import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isAcceptedOrigin } from "#lib/mcp/check-origin.ts";

const SENT =
  "accept, authorization, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id";
const READ = "Mcp-Session-Id, Retry-After, WWW-Authenticate, X-Request-Id";

/**
 * Lets a page of an accepted origin read the gateway's answers, the challenge of a 401 included, and answers its
 * preflight; true when that was all the request wanted. Never with credentials: a token is sent, not remembered. Any
 * other origin's page is told nothing, and its browser keeps the answer from it.
 */
export function shareAcrossOrigins(request: IncomingMessage, response: ServerResponse): boolean {
  const { origin, "access-control-request-method": asked } = request.headers;
  response.setHeader("vary", "Origin");
  if (origin === undefined || !isAcceptedOrigin(origin)) return false;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", READ);
  if (request.method !== "OPTIONS" || asked === undefined) return false;
  response.writeHead(204, {
    "access-control-allow-methods": "POST, GET, DELETE",
    "access-control-allow-headers": SENT,
    "access-control-max-age": "3600",
  });
  response.end();
  return true;
}
