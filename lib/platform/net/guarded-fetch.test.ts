import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { fetchThrough } from "./guarded-fetch.ts";
import { expectReason, useNet } from "./internal/net-harness.ts";

const net = useNet();

describe("what is sent", () => {
  test.each([
    { "x-a": "b\r\nx-injected: 1" },
    { "x-a": "b\nc" },
    { "x-a": "b\0" },
    { "x-a": "snow \u2603" },
    { "x-a\r\nx-b": "c" },
    { "x a": "b" },
    { "": "b" },
    { Host: "evil.example" },
    { "Content-Length": "0" },
    { "Transfer-Encoding": "chunked" },
    { Connection: "upgrade" },
    { Upgrade: "websocket" },
    { Cookie: "a=b" },
    { "Proxy-Authorization": "x" },
    { "X-Forwarded-For": "10.0.0.1" },
    { "x-a": "1", "X-A": "2" },
  ])("H13: %j is refused before any connection", async (headers) => {
    await expectReason(net.get({ headers: headers as unknown as Record<string, string> }), "bad_request");
    expect(net.tcpConnections).toBe(0);
  });

  test("a header value past 16 KiB is refused", async () => {
    await expectReason(net.get({ headers: { "x-a": "a".repeat(20_000) } }), "bad_request");
  });

  test.each(["CONNECT", "TRACE", "get", "GET / HTTP/1.1\r\n", ""])(
    "the method %j is refused",
    async (method) => {
      await expectReason(net.get({ method }), "bad_request");
      expect(net.tcpConnections).toBe(0);
    },
  );

  test("H14: only what the caller gave arrives, no user agent of ours", async () => {
    let seen: string[] = [];
    let body = "";
    net.handler = async (request, response) => {
      seen = Object.keys(request.headers).toSorted();
      for await (const chunk of request) body += String(chunk);
      response.end(`${request.method} ${request.url}`);
    };
    const headers = { "content-type": "application/json", Authorization: "Bearer k" };
    const response = await net.get({ method: "POST", headers, body: '{"é":1}' }, "/mcp?a=b");
    expect(await response.text()).toBe("POST /mcp?a=b");
    expect(body).toBe('{"é":1}');
    expect(seen).toEqual(
      ["accept-encoding", "authorization", "connection", "content-length", "content-type", "host"].toSorted(),
    );
  });
});

describe("answers", () => {
  test("H09: status, headers and body of an error answer are the caller's to judge", async () => {
    net.handler = (_request, response) => response.writeHead(500, { "x-a": ["1", "2"] }).end('{"error":1}');
    const response = await net.get();
    expect(response.status).toBe(500);
    expect(response.headers.get("x-a")).toBe("1, 2");
    expect(response.header("x-a")).toBe("1, 2");
    expect(response.header("tostring")).toBeUndefined();
    expect(await response.json()).toEqual({ error: 1 });
  });

  test("bytes that are not UTF-8, and text that is not JSON, are bad_body", async () => {
    net.handler = (_request, response) => response.end(Buffer.of(0xff, 0xfe));
    await expectReason((await net.get()).text(), "bad_body");
    net.handler = (_request, response) => response.end("<html>secret");
    await expectReason((await net.get()).json(), "bad_body");
  });

  test("a body is read once", async () => {
    const response = await net.get();
    await response.text();
    await expect(response.text()).rejects.toSatisfy((error) => isDomainError(error, "internal"));
  });

  test("garbage instead of HTTP is bad_body or unreachable", async () => {
    net.handler = (request) => request.socket.end("secret nonsense\r\n\r\n");
    await expectReason(net.get(), "bad_body", "unreachable");
  });
});

describe("sockets", () => {
  test("H20: no socket ever carries the calls of two pools", async () => {
    const poolsBySocket = new Map<number | undefined, Set<string>>();
    net.handler = (request, response) => {
      const { remotePort } = request.socket;
      const seen = poolsBySocket.get(remotePort) ?? new Set();
      poolsBySocket.set(remotePort, seen.add(String(request.headers["x-pool"])));
      response.end("ok");
    };
    for (let round = 0; round < 10; round++) {
      for (const pool of ["a", "b"]) await (await net.get({ pool, headers: { "x-pool": pool } })).text();
    }
    expect([...poolsBySocket.values()].every((seen) => seen.size === 1)).toBe(true);
    expect(poolsBySocket.size).toBeLessThan(20);
  });

  test("the pool unused longest is closed, an answer it is still streaming completes", async () => {
    const few = net.openPools(async () => ["127.0.0.1"], { poolsMax: 2 });
    const fetchAs = (pool: string, path = "/") =>
      fetchThrough(few, `http://127.0.0.1:${net.port}${path}`, { pool });
    let finish: (() => void) | undefined;
    net.handler = (request, response) => {
      if (request.url !== "/slow") return response.end("ok");
      response.writeHead(200).write("begun ");
      finish = () => response.end("done");
    };
    const slow = await fetchAs("a", "/slow");
    for (const pool of ["b", "c", "d"]) await (await fetchAs(pool)).text();
    expect(few.size).toBe(2);
    finish?.();
    expect(await slow.text()).toBe("begun done");
    const before = net.tcpConnections;
    await (await fetchAs("a")).text();
    expect(net.tcpConnections).toBe(before + 1);
  });
});
