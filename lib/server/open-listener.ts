import "#server-only";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { answerText } from "./answer-text.ts";
import { StartRefused } from "./refuse-start.ts";

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export type Listener = {
  server: Server;
  /** Puts the real listeners in place of the answer "starting". Without the second no WebSocket is served. */
  serve: (onRequest: RequestListener, onUpgrade?: UpgradeListener) => void;
  /** Takes no new connection, ends WebSockets, lets running requests end, and cuts what is left after the limit. */
  drain: (limitMs: number) => Promise<void>;
};

const SWEEP_MS = 25;
const KEEP_ALIVE_MS = 65_000;

const answerStarting: RequestListener = (request, response) => {
  const isAlive = request.url === "/healthz";
  if (!isAlive) response.setHeader("retry-after", "5");
  answerText(response, isAlive ? 200 : 503, isAlive ? "alive" : "Starting; try again in a few seconds.");
};

/** Takes the port before anything slow happens, so that a busy one is known at once. Answers 503 until `serve`. */
export async function openListener(port: number, host: string | undefined): Promise<Listener> {
  let onRequest = answerStarting;
  let onUpgrade: UpgradeListener | undefined;
  const upgraded = new Set<Duplex>();
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      // An upgrade nobody serves is answered as the plain request it also is (RFC 9110 section 7.8).
      shouldUpgradeCallback: ({ headers }) =>
        onUpgrade !== undefined && headers.upgrade?.toLowerCase() === "websocket",
    },
    (request, response) => onRequest(request, response),
  );
  server.on("upgrade", (request, socket: Duplex, head) => {
    socket.on("error", () => {});
    // Node before 24.9 does not ask the callback; and no time limit of the server's holds for such a socket.
    if (onUpgrade === undefined) return void socket.destroy();
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    onUpgrade(request, socket, head);
  });
  await new Promise<void>((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => fail(toRefusal(error, port)));
    server.listen({ port, ...(host === undefined ? {} : { host }) }, done);
  });
  server.on("error", () => {});
  return {
    server,
    serve: (request, upgrade) => {
      onRequest = request;
      onUpgrade = upgrade;
    },
    drain: (limitMs) => {
      onUpgrade = undefined;
      for (const socket of upgraded) socket.destroy();
      return drain(server, limitMs);
    },
  };
}

function toRefusal(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE") {
    return new StartRefused(
      `Port ${port} is already in use; stop the program that uses it or set PORT to another one.`,
    );
  }
  if (error.code === "EACCES") {
    return new StartRefused(`Port ${port} needs rights this account lacks; set PORT to one above 1023.`);
  }
  return error;
}

function drain(server: Server, limitMs: number): Promise<void> {
  return new Promise((done) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const force = setTimeout(() => server.closeAllConnections(), limitMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(force);
      done();
    });
    server.closeIdleConnections();
  });
}
