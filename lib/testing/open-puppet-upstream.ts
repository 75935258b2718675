import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A call that came in; the test says what is sent on its stream, as raw as it likes. */
export type PuppetCall = {
  id: number;
  /** The request, byte for byte. */
  text: string;
  send: (message: string) => void;
  finish: (result: string) => void;
  fail: (error: string) => void;
  /** Resolves when whoever called gave up the connection. */
  left: Promise<unknown>;
};

export type PuppetUpstream = {
  url: string;
  /** The next call that comes in. */
  nextCall: () => Promise<PuppetCall>;
  /** The next message that answers a question or notifies, byte for byte. */
  nextSaid: () => Promise<string>;
  close: () => Promise<void>;
};

/** A server of 2025-11-25 that does nothing by itself but begin sessions. */
export async function openPuppetUpstream(): Promise<PuppetUpstream> {
  const calls = makeQueue<PuppetCall>();
  const said = makeQueue<string>();
  const take = (text: string, response: ServerResponse) => {
    const message = text === "" ? {} : (JSON.parse(text) as { id?: number; method?: string });
    if (message.method === "initialize") return begin(response, message.id);
    if (message.method === "notifications/initialized" || text === "")
      return void response.writeHead(202).end();
    if (message.id === undefined || message.method === undefined) {
      said.put(text);
      return void response.writeHead(202).end();
    }
    if (message.method !== "tools/call") return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    const send = (sent: string) => void response.write(`data: ${sent}\n\n`);
    const { id } = message;
    const end = (member: string) => {
      send(`{"jsonrpc":"2.0","id":${id},${member}}`);
      response.end();
    };
    const finish = (result: string) => end(`"result":${result}`);
    const fail = (error: string) => end(`"error":${error}`);
    calls.put({ id, text, send, finish, fail, left: once(response, "close") });
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => take(Buffer.concat(chunks).toString("utf8"), response));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    nextCall: calls.take,
    nextSaid: said.take,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function begin(response: ServerResponse, id: number | undefined): void {
  const result = {
    protocolVersion: "2025-11-25",
    capabilities: { tools: {} },
    serverInfo: { name: "puppet", version: "1" },
  };
  response.writeHead(200, { "content-type": "application/json", "mcp-session-id": `s-${Math.random()}` });
  response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
}

function makeQueue<Item>() {
  const items: Item[] = [];
  const waiting: ((item: Item) => void)[] = [];
  return {
    put(item: Item) {
      const next = waiting.shift();
      if (next === undefined) items.push(item);
      else next(item);
    },
    take: (): Promise<Item> => {
      const item = items.shift();
      if (item !== undefined) return Promise.resolve(item);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}
