import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";

const hasBody = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** A plain sentence; the connection is closed when a request body was not read. */
export function answerText(response: ServerResponse, status: number, sentence: string): void {
  const text = `${sentence}\n`;
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(text),
    ...(hasBody(response.req) ? { connection: "close" } : {}),
  });
  response.end(response.req.method === "HEAD" ? undefined : text);
}

/** A true 404 for whoever reads JSON: never a page, never a redirect. */
export function answerNotFound(response: ServerResponse): void {
  const body = JSON.stringify({
    error: "not_found",
    error_description: "There is nothing at this address.",
  });
  response.writeHead(404, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(body),
    ...(hasBody(response.req) ? { connection: "close" } : {}),
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

const failurePage = (requestId: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Something went wrong</title><h1>Something went wrong</h1><p>Try again in a moment. If it stays, tell your administrator this number: ${requestId}</p></html>\n`;

/** The dull 500 for whatever nobody expected: no cause, only the id the log has too. */
export function answerFailure(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const isPage = request.headers.accept?.includes("text/html") ?? false;
  for (const name of response.getHeaderNames()) {
    if (name === "content-length" || name === "content-encoding" || name === "set-cookie")
      response.removeHeader(name);
  }
  response.writeHead(500, {
    "content-type": isPage ? "text/html; charset=utf-8" : "application/json",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    connection: "close",
  });
  const body = {
    error: "server_error",
    error_description: "Something went wrong; try again.",
    request_id: requestId,
  };
  response.end(isPage ? failurePage(requestId) : JSON.stringify(body));
}
