import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import { serveMcp } from "./serve-mcp.ts";

useDatabase();

const server = createServer((request, response) => {
  void serveMcp(request, response, { requestId: "1", draining: new AbortController().signal });
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.closeAllConnections());

test("G01: a client that is still sending a large body gets its 401, and its connection lives", async () => {
  const body = Buffer.alloc(3 * 1024 * 1024, "x");
  const head = `POST /api/mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n`;
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk: Buffer) => {
    heard += chunk.toString("latin1");
  });
  const hear = async (times: number) => {
    while (heard.split("HTTP/1.1 401").length <= times) await once(socket, "data");
  };

  socket.write(head);
  socket.write(body.subarray(0, 1024));
  await hear(1);
  socket.write(body.subarray(1024));
  socket.write("POST /api/mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
  await hear(2);
  expect(heard).not.toMatch(/connection: close/i);
  socket.destroy();
});
