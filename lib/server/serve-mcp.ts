import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { handleMcpRequest, type McpResponse, type StreamBody } from "#lib/mcp/handle-request.ts";
import { once } from "#lib/platform/registry/once.ts";
import { ByteBudget } from "./byte-budget.ts";
import type { Door } from "./dispatch.ts";

/** A client that takes nothing of what waits for it is given up after this long. */
const STALL_MS = 60_000;
const LARGE_LENGTH = 65_536;
/** What large bodies, for as long as they are answered, and answers that nobody takes may hold together. */
const HELD_BYTES_MAX = 512 * 1024 * 1024;

/** The Node door of the gateway. */
export const serveMcp: Door = async (request, response, { draining }) => {
  const answer = await handleMcpRequest({
    method: request.method ?? "",
    path: request.url?.split("?", 1)[0] ?? "",
    headers: request.headers,
    readBody: (bytesMax) => readBody(request, response, bytesMax),
    get signal() {
      return signalOf(response);
    },
    draining,
  });
  send(request, response, answer);
};

const signals = new WeakMap<ServerResponse, AbortSignal>();

/** Raised when the client leaves before its answer is whole; made for who asks, which an idle stream does not. */
function signalOf(response: ServerResponse): AbortSignal {
  const known = signals.get(response);
  if (known !== undefined) return known;
  const closed = new AbortController();
  const leave = () => {
    if (!response.writableFinished) closed.abort();
  };
  if (response.destroyed) leave();
  else response.once("close", leave);
  signals.set(response, closed.signal);
  return closed.signal;
}

/** The body, or null once it is larger than allowed; what follows is not kept. */
async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  bytesMax: number,
): Promise<Uint8Array | null> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return null;
  const { promise, resolve } = Promise.withResolvers<Uint8Array | null>();
  const chunks: Buffer[] = [];
  let size = 0;
  let noted = 0;
  const onData = (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size - noted > LARGE_LENGTH) {
      hold(response, { owner: ownerOf(request), what: request, bytes: size - noted });
      noted = size;
    }
    if (size <= bytesMax) return chunks.push(chunk);
    request.off("data", onData);
    resolve(null);
  };
  request.on("data", onData);
  request.once("end", () => {
    resolve(chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks));
    // The request lives as long as its answer; its body need not.
    chunks.length = 0;
  });
  // A client that leaves half-way reads no answer, so which one it gets does not matter.
  request.once("error", () => resolve(null));
  return await promise;
}

type Holding = { owner: string; what: object; bytes: number };

/** Notes what lies in memory for a request, at most until its answer is out or its connection gone. */
function hold(response: ServerResponse, { owner, what, bytes }: Holding): void {
  if (response.destroyed) return;
  const budget = heldBytes();
  if (!budget.holds(what)) response.once("close", () => budget.release(what));
  budget.add(what, bytes, { owner, giveUp: () => response.destroy() });
}

function ownerOf({ headers }: IncomingMessage): string {
  return headers.authorization ?? "";
}

function heldBytes(): ByteBudget {
  return once("server.held-bytes", () => new ByteBudget(HELD_BYTES_MAX));
}

function send(request: IncomingMessage, response: ServerResponse, answer: McpResponse): void {
  const { status, headers, body } = answer;
  if (response.destroyed) return cancelBody(body);
  // A client still sending would lose the answer on a connection closed under it: the rest is read and dropped, for as
  // long as the server gives any request.
  if (!request.readableEnded) request.resume();
  if (body === null || typeof body === "string") {
    if (body !== null && body.length > LARGE_LENGTH) {
      giveUpWhenStalled(response);
      hold(response, { owner: ownerOf(request), what: response, bytes: body.length });
      if (response.destroyed) return;
    }
    const length = body === null ? 0 : Buffer.byteLength(body);
    response.writeHead(status, { ...headers, "content-length": length });
    // A text as long as its bytes is ASCII, which Node copies faster when told so.
    if (body === null) response.end();
    else response.end(body, length === body.length ? "latin1" : "utf8");
    return;
  }
  giveUpWhenStalled(response);
  response.writeHead(status, headers);
  const owner = ownerOf(request);
  forget(request);
  attach(body, response, owner);
}

/** Streams are held for hours by the thousand: what was read of their requests need not be. */
function forget(request: IncomingMessage): void {
  request.rawHeaders = [];
  request.headers = {};
}

function cancelBody(body: McpResponse["body"]): void {
  if (body !== null && typeof body !== "string") body.cancel();
}

/** The connection's own clock, which starts anew with whatever is read or written, and ends with this answer. */
function giveUpWhenStalled(response: ServerResponse): void {
  response.setTimeout(STALL_MS, () => response.destroy());
}

/** Writes as fast as the client reads; a client that leaves ends the stream. Nothing here waits for the stream's end. */
function attach(body: StreamBody, response: ServerResponse, owner: string): void {
  // The head goes out with the first bytes where there are any, else it must not wait for them.
  let isHeadOut = false;
  response.on("drain", () => {
    heldBytes().release(body);
    body.resume();
  });
  response.once("close", () => body.cancel());
  body.open({
    write(text) {
      isHeadOut = true;
      const hasRoom = response.destroyed || response.write(text);
      if (!hasRoom && text.length > LARGE_LENGTH) hold(response, { owner, what: body, bytes: text.length });
      return hasRoom;
    },
    end: () => void response.end(),
  });
  if (!isHeadOut && !response.writableEnded) setImmediate(() => isHeadOut || response.flushHeaders());
}
