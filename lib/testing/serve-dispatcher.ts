import { once } from "node:events";
import { type IncomingMessage, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach } from "vitest";
import { answerText } from "#lib/server/answer-text.ts";
import { createDispatcher, type Door, type Doors } from "#lib/server/dispatch.ts";
import { type Listener, openListener } from "#lib/server/open-listener.ts";

type Answer = { status: number; headers: IncomingMessage["headers"]; body: string };
export type Asked = { method?: string; path: string; headers?: Record<string, string | string[]> };

const named =
  (name: string): Door =>
  (_request, response) =>
    answerText(response, 200, name);
const DOORS: Doors = {
  oauth: named("oauth"),
  metadata: named("metadata"),
  mcp: named("mcp"),
  next: named("next"),
};
const open: { listener: Listener; draining: AbortController }[] = [];

/** Stops after each test what it served. */
export function useDispatchers(): void {
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ listener }) => listener.drain(0)));
  });
}

type ServeOptions = {
  doors?: Partial<Doors>;
  publicUrl?: string;
  isDatabaseDown?: boolean;
  trustedProxies?: string[];
};

/** The dispatcher before doors that say their names, locally or for a public address. */
export async function serveDispatcher(options: ServeOptions = {}) {
  const listener = await openListener(0, "127.0.0.1");
  const { port } = listener.server.address() as AddressInfo;
  const publicUrl = options.publicUrl ?? `http://localhost:${port}`;
  const draining = new AbortController();
  const dispatch = createDispatcher({
    doors: { ...DOORS, ...options.doors },
    origin: {
      publicUrl,
      isLocal: options.publicUrl === undefined,
      port,
      trustedProxies: options.trustedProxies ?? [],
    },
    draining: draining.signal,
    probe: async () => {
      if (options.isDatabaseDown) throw new Error("down");
    },
  });
  listener.serve(
    (request, response) => void dispatch(request, response),
    () => {},
  );
  open.push({ listener, draining });
  return { port, listener, draining };
}

/** One request over a socket, as raw as wanted. */
export async function askDispatcher(
  port: number,
  { method = "GET", path, headers = {} }: Asked,
): Promise<Answer> {
  const request = send({
    host: "127.0.0.1",
    port,
    method,
    path,
    headers: { host: `localhost:${port}`, ...headers },
  });
  request.end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: (await text(response)).trim() };
}
