import "#server-only";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { handleMcpRequest, type McpResponse } from "#lib/mcp/handle-request.ts";
import type { Door } from "./dispatch.ts";

/** The Node door of the gateway. */
export const serveMcp: Door = async (request, response, { draining }) => {
  const closed = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) closed.abort();
  });
  const answer = await handleMcpRequest({
    method: request.method ?? "",
    path: request.url?.split("?", 1)[0] ?? "",
    headers: request.headers,
    readBody: (bytesMax) => readBody(request, bytesMax),
    signal: closed.signal,
    draining,
  });
  await send(request, response, answer);
};

/** The body, or null once it is larger than allowed; what follows is not kept. */
async function readBody(request: IncomingMessage, bytesMax: number): Promise<Uint8Array | null> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return null;
  const { promise, resolve } = Promise.withResolvers<Uint8Array | null>();
  const chunks: Buffer[] = [];
  let size = 0;
  const onData = (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size <= bytesMax) return chunks.push(chunk);
    request.off("data", onData);
    resolve(null);
  };
  request.on("data", onData);
  request.once("end", () => resolve(chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)));
  // A client that leaves half-way reads no answer, so which one it gets does not matter.
  request.once("error", () => resolve(null));
  return await promise;
}

async function send(request: IncomingMessage, response: ServerResponse, answer: McpResponse): Promise<void> {
  const { status, headers, body } = answer;
  if (response.destroyed) return;
  // A client still sending would lose the answer on a connection closed under it: the rest is read and dropped, for as
  // long as the server gives any request.
  if (!request.readableEnded) request.resume();
  if (body === null || typeof body === "string") {
    response.writeHead(status, { ...headers, "content-length": body === null ? 0 : Buffer.byteLength(body) });
    response.end(body ?? undefined);
    return;
  }
  response.writeHead(status, headers);
  await pump(body, response);
}

/** Writes as fast as the client reads; a client that leaves ends the stream it was read from. */
async function pump(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const { promise: closed, resolve: onClose } = Promise.withResolvers<void>();
  response.once("close", () => {
    onClose();
    void reader.cancel().catch(() => undefined);
  });
  response.flushHeaders();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (response.destroyed) return;
    if (!response.write(next.value)) await Promise.race([once(response, "drain"), closed]);
  }
  response.end();
}
