import { createServer, type IncomingHttpHeaders, type IncomingMessage, request as sendOn } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export type Asked = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };
/** Changes what comes back for a request; what it leaves alone comes back as it is. */
export type Breakage = (answer: Answer, asked: Asked) => void;

export type Door = {
  origin: string;
  /** What it always changes, before anything is broken. */
  shortens: Breakage | null;
  /** What is broken from now on; null for nothing. */
  breakage: Breakage | null;
  close: () => Promise<void>;
};

const TEXT = /json|html|text|event-stream|javascript/;
/** What nobody signs in for and no query changes. */
const PAGES = /^\/(?:$|privacy$|terms$|support$|security$|docs(?:\/[\w/-]*)?$|[\w-]+\.(?:svg|png|ico)$)/;
const HOP_HEADERS = ["connection", "keep-alive", "transfer-encoding", "content-length", "host"];

/**
 * A door of our own before a running server, with an address of its own: it passes everything on, has each side believe
 * that the address is the other's, and breaks one thing at a time. Pages for everybody are fetched once and kept.
 */
export async function openDoor(target: string): Promise<Door> {
  const server = createServer((request, response) => {
    void serve(request).then(
      ({ status, headers, body }) => {
        response.writeHead(status, { ...headers, "content-length": body.length });
        response.end(request.method === "HEAD" ? undefined : body);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const inward = makeSwap(origin, target);
  const outward = makeSwap(target, origin);
  const pages = new Map<string, Answer>();
  const door: Door = {
    origin,
    shortens: null,
    breakage: null,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };

  async function serve(request: IncomingMessage): Promise<Answer> {
    const body = (await buffer(request)).toString();
    const asked = {
      method: request.method ?? "GET",
      path: request.url ?? "/",
      headers: request.headers,
      body,
    };
    const answer = await fetchOnce(asked, () =>
      passOn({
        method: asked.method,
        path: inward(asked.path),
        headers: swapHeaders(asked.headers, inward),
        body: inward(body),
      }),
    );
    const isText = TEXT.test(answer.headers["content-type"] ?? "");
    const back = {
      ...answer,
      headers: swapHeaders(answer.headers, outward),
      body: Buffer.from(isText ? outward(answer.body.toString()) : answer.body),
    };
    door.shortens?.(back, asked);
    door.breakage?.(back, asked);
    return back;
  }

  async function fetchOnce({ method, path, headers }: Asked, fetch: () => Promise<Answer>): Promise<Answer> {
    const known = pages.get(path);
    if (known) return known;
    const answer = await fetch();
    const isForAll = method === "GET" && headers.cookie === undefined && PAGES.test(path);
    if (isForAll && answer.status === 200) pages.set(path, answer);
    return answer;
  }

  async function passOn({ method, path, headers, body }: Asked): Promise<Answer> {
    const url = new URL(target);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = sendOn({
        hostname: url.hostname,
        port: url.port,
        method,
        path,
        agent: false,
        headers: {
          ...headers,
          host: url.host,
          ...(method === "GET" || method === "HEAD" ? {} : { "content-length": Buffer.byteLength(body) }),
        },
      });
      request.once("error", reject).once("response", resolve).end(body);
    });
    return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
  }

  return door;
}

/** Puts one origin in the place of another, as it is and as it stands in a query. */
function makeSwap(from: string, to: string): (text: string) => string {
  return (text) => text.replaceAll(from, to).replaceAll(encodeURIComponent(from), encodeURIComponent(to));
}

function swapHeaders(headers: IncomingHttpHeaders, swap: (text: string) => string): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, Array.isArray(value) ? value.map(swap) : swap(value ?? "")]),
  );
}
