import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { createLogStream } from "#lib/streams/create-log-stream.ts";
import { deliverLogs } from "#lib/streams/deliver-logs.ts";
import { settleWork } from "#lib/streams/internal/delivering/work.ts";
import { asDatabaseAdmin } from "../use-exports.ts";

export type Row = { kind: string; [name: string]: unknown };
export type Received = { path: string; headers: IncomingHttpHeaders; body: string; rows: Row[] };
type Answer = (response: ServerResponse, received: Received) => void;

export type Collector = {
  port: number;
  url: (path?: string) => string;
  /** Everything that came in this test, also what it did not take. */
  received: Received[];
  /** 204 until a test says otherwise. */
  answer: Answer;
};

/** A collector on this computer that the guarded fetch may reach. */
export function useCollector(): Collector {
  let server: Server;
  const collector: Collector = {
    port: 0,
    url: (path = "/in") => `http://127.0.0.1:${collector.port}${path}`,
    received: [],
    answer: () => undefined,
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        const received = { path: request.url ?? "", headers: request.headers, body, rows: toRows(body) };
        collector.received.push(received);
        collector.answer(response, received);
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    collector.port = (server.address() as AddressInfo).port;
    allowCollector(collector.port);
  });
  beforeEach(() => {
    collector.received = [];
    collector.answer = (response) => response.writeHead(204).end();
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return collector;
}

export function allowCollector(port: number): void {
  const config = getConfig();
  setConfig({ ...config, outboundAllow: [...config.outboundAllow, `127.0.0.1:${port}`] });
}

const toRows = (body: string) =>
  body
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Row);

/** All rows that came, in their order. */
export function rowsOf({ received }: Collector, kind: string): Row[] {
  return received.flatMap(({ rows }) => rows.filter((row) => row.kind === kind));
}

export async function openStream(
  actor: MemberActor,
  url: string,
  more: object = {},
): Promise<{ id: string; secret: string }> {
  return await createLogStream(actor, { url, kinds: ["audit"], ...more });
}

/** One turn of the job, with all that it began. */
export async function deliver(): Promise<void> {
  await deliverLogs();
  await settleWork();
}

/** As if the time until the next try, or until a lease ends, had passed. */
export async function passWait(): Promise<void> {
  await asDatabaseAdmin("UPDATE tenant.log_streams SET due_at = now() - interval '1 second'");
}

/** The signature a collector compares, as the specification says. */
export function sign({ headers, body }: Received, secret: string): string {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}
