import { once } from "node:events";
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";

export type BearerProxy = { url: string; close: () => Promise<void> };

/**
 * A way to an MCP address that adds the token: the suite knows no headers of ours. A `Host` that names this proxy becomes
 * the target's; any other, and every `Origin`, goes on as it came. Streams both ways, and passes a hang-up on.
 */
export async function openBearerProxy(target: string, token: string): Promise<BearerProxy> {
  const { hostname, port, host, pathname } = new URL(target);
  const server = createServer((request, response) => {
    const own = `localhost:${(server.address() as AddressInfo).port}`;
    const headers = {
      ...request.headers,
      authorization: `Bearer ${token}`,
      host: request.headers.host === own ? host : request.headers.host,
    };
    const { method } = request;
    const onward = send({ hostname, port, method, path: pathname, headers, setHost: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
    });
    onward.once("error", () => response.destroy());
    response.once("close", () => onward.destroy());
    request.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/mcp`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
