import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** What a bench process tells its parent: where it listens, and on demand what it has burnt so far and holds now. */
export type Told = { port: number } | { cpuMs: number; rssMb: number };

/** Listens on loopback, tells the parent the port, and answers its every message with the CPU time used so far and its memory. */
export async function serve(listener: RequestListener, port = 0): Promise<void> {
  const server = createServer(listener);
  server.keepAliveTimeout = 60_000;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    const rssMb = process.memoryUsage.rss() / 1e6;
    process.send?.({ cpuMs: (user + system) / 1_000, rssMb } satisfies Told);
  });
  process.once("disconnect", () => process.exit(0));
  process.send?.({ port: (server.address() as AddressInfo).port } satisfies Told);
}
