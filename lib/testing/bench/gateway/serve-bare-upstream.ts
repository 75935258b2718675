import type { ServerResponse } from "node:http";
import { findKind, type Kind, KINDS, textOf } from "./answers.ts";
import { serve } from "./serve.ts";

const INITIALIZED = {
  protocolVersion: "2025-11-25",
  capabilities: { tools: {} },
  serverInfo: { name: "bare", version: "1" },
};
const CALLED = Object.fromEntries(
  KINDS.map((kind) => [kind, { content: [{ type: "text", text: textOf(kind) }] }]),
) as Record<Kind, object>;

// An instance of 2025-11-25 that does nothing but answer: JSON or one event, a kilobyte or a hundred.
await serve((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    if (chunks.length === 0) return response.writeHead(request.method === "DELETE" ? 200 : 405).end();
    const { id, method } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Sent;
    if (id === undefined) return response.writeHead(202).end();
    if (method === "server/discover")
      return answer(response, 400, { id, error: { code: -32000, message: "no" } });
    if (method === "initialize") {
      response.setHeader("mcp-session-id", "bench");
      return answer(response, 200, { id, result: INITIALIZED });
    }
    const kind = findKind(request.url);
    if (kind.endsWith("stream")) return answerEvent(response, { id, result: CALLED[kind] });
    return answer(response, 200, { id, result: CALLED[kind] });
  });
});

type Sent = { id?: number; method: string };

function answer(response: ServerResponse, status: number, message: object): void {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

function answerEvent(response: ServerResponse, message: object): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(`event: message\ndata: ${JSON.stringify({ jsonrpc: "2.0", ...message })}\n\n`);
}
