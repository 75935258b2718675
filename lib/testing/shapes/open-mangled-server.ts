import { once } from "node:events";
import { createServer as createPlainServer, request as plainRequest } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Transform } from "node:stream";
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from "../loopback-certificate.ts";
import { listen, type Shape } from "./listen.ts";
import { serveDocuments } from "./open-service-token-server.ts";

/** What the server behind the proxy believes to be its own address. */
export const INSIDE = "http://documents.internal:8000";

/**
 * A server behind a proxy that ends TLS and gets both scheme and host wrong: it forwards `Host: documents.internal:8000`, and
 * the server makes its absolute addresses of that, so that it sends whoever asks without the last slash, and whoever is to
 * post, to a name that exists inside alone.
 */
export async function openMangledServer(token: string): Promise<Shape> {
  const serve = serveDocuments(token);
  const inside = createPlainServer((request, response) => {
    if (request.url !== "/documents") return serve(request, response);
    response.writeHead(307, { location: `${INSIDE}/sse` }).end();
  });
  inside.listen(0, "127.0.0.1");
  await once(inside, "listening");
  const { port } = inside.address() as AddressInfo;
  const proxy = createServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, (request, response) => {
    const headers = { ...request.headers, host: new URL(INSIDE).host, "x-forwarded-proto": "http" };
    const forwarded = plainRequest(
      { host: "127.0.0.1", port, path: request.url, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(makeAbsolute()).pipe(response);
      },
    );
    forwarded.on("error", () => response.destroy());
    response.on("close", () => forwarded.destroy());
    request.pipe(forwarded);
  });
  const shape = await listen(proxy, [], { path: "/sse", scheme: "https" });
  return {
    ...shape,
    close: async () => {
      await shape.close();
      inside.closeAllConnections();
      inside.close();
      await once(inside, "close");
    },
  };
}

function makeAbsolute(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.toString("utf8").replace("data: /messages", `data: ${INSIDE}/messages`));
    },
  });
}
