import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type SlowDatabase = {
  /** The same database through this proxy. */
  url: string;
  /** Keeps the answer to the next query that holds this text; resolves when the answer is there. */
  holdAnswer: (text: string) => Promise<void>;
  /** Lets what was kept go. */
  release: () => void;
  close: () => Promise<void>;
};

/** A proxy in front of Postgres that can keep an answer back, so that what a test does comes between it and its reader. */
export async function openSlowDatabase(databaseUrl: string): Promise<SlowDatabase> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let kept: { client: Socket; chunks: Buffer[] } | undefined;
  let wanted: { text: string; answered: () => void } | undefined;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    client.on("data", (chunk: Buffer) => {
      if (wanted !== undefined && chunk.includes(wanted.text)) {
        kept = { client, chunks: [] };
      }
      upstream.write(chunk);
    });
    upstream.on("data", (chunk: Buffer) => {
      if (kept?.client !== client) return void client.write(chunk);
      kept.chunks.push(chunk);
      wanted?.answered();
      wanted = undefined;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  target.hostname = "127.0.0.1";
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    holdAnswer: (text) => new Promise((resolve) => (wanted = { text, answered: resolve })),
    release: () => {
      for (const chunk of kept?.chunks ?? []) kept?.client.write(chunk);
      kept = undefined;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
