import { once } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of another make, somewhere. */
export type Shape = {
  url: string;
  /** What it was asked, in order: the method and address, with the headers. */
  seen: { line: string; headers: IncomingMessage["headers"] }[];
  close: () => Promise<void>;
};

export async function listen(
  server: Server,
  seen: Shape["seen"],
  { path, scheme = "http" }: { path: string; scheme?: "http" | "https" },
): Promise<Shape> {
  server.on("request", ({ method, url, headers }) => seen.push({ line: `${method} ${url}`, headers }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}${path}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
