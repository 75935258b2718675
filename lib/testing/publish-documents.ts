import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from "./loopback-certificate.ts";

export type Reply = { status?: number; headers?: Record<string, string>; body: string | Buffer };
export type Publisher = {
  /** The address of a path, with its host and port. */
  at(path: string): string;
  /** Answers a path with this from now on; given as an object it is JSON. Returns its address. */
  publish(path: string, body: object | string, reply?: Partial<Reply>): string;
  /** How often a path was asked for, and with which headers. */
  asked(path: string): Record<string, unknown>[];
  /** Holds every answer back until the returned function is called. */
  hold(): () => void;
};

/** A host of this test file's own that publishes over TLS and that the guarded fetch may reach. */
export function usePublisher(): Publisher {
  const replies = new Map<string, Reply>();
  const requests: { path: string; headers: Record<string, unknown> }[] = [];
  let held: Promise<void> = Promise.resolve();
  let host = "";
  const server = createServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, (req, res) => {
    const path = req.url ?? "";
    requests.push({ path, headers: req.headers });
    const { status = 200, headers = {}, body } = replies.get(path) ?? { status: 404, body: "" };
    void held.then(() => res.writeHead(status, { "content-type": "application/json", ...headers }).end(body));
  });
  beforeAll(async () => {
    setDefaultCACertificates([...getCACertificates("default"), LOOPBACK_CERTIFICATE]);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    setConfig({ ...getConfig(), outboundAllow: [host] });
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const at = (path: string) => `https://${host}${path}`;
  return {
    at,
    publish(path, body, reply = {}) {
      replies.set(path, { body: typeof body === "string" ? body : JSON.stringify(body), ...reply });
      return at(path);
    },
    asked: (path) => requests.filter((request) => request.path === path).map(({ headers }) => headers),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
}

/** Lets time pass for one document: what was remembered of it, good or bad, is due to be looked at again. */
export async function passTime(url: string, interval = "1 day"): Promise<void> {
  await authSql().query(
    `UPDATE auth.client_documents SET fresh_until = fresh_until - $2::interval,
       checked_at = checked_at - $2::interval, fetched_at = fetched_at - $2::interval WHERE url = $1`,
    [url, interval],
  );
}
