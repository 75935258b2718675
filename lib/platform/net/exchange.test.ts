import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { fetchThrough } from "./guarded-fetch.ts";
import { expectReason, type Handler, useNet } from "./internal/net-harness.ts";

const net = useNet();

describe("limits", () => {
  /** Writes for ever, as fast as it is read. */
  const endless: Handler = (_request, response) => {
    const chunk = Buffer.alloc(16_384, "a");
    const write = () => {
      while (response.write(chunk));
    };
    response.writeHead(200).on("drain", write);
    write();
  };

  test("E05, H17: an announced size over the cap is refused before the body", async () => {
    net.handler = (_request, response) => response.end("a".repeat(6_000));
    await expectReason(net.get({ maxBytes: 5_120 }), "too_large");
  });

  test("E05, H17: an endless answer is cut at the cap and its connection ended", async () => {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    net.handler = (request, response) => {
      response.on("close", resolve);
      endless(request, response);
    };
    const response = await net.get({ maxBytes: 100_000 });
    await expectReason(response.text(), "too_large");
    await ended;
  });

  test("H17: chunks up to the cap are handed on, nothing past it", async () => {
    net.handler = endless;
    let received = 0;
    const read = async () => {
      for await (const chunk of (await net.get({ maxBytes: 100_000 })).body) received += chunk.byteLength;
    };
    await expectReason(read(), "too_large");
    expect(received).toBeLessThanOrEqual(100_000);
  });

  test("H17: an answer nobody reads ends at the server when it is cancelled", async () => {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    net.handler = (request, response) => {
      response.on("close", resolve);
      endless(request, response);
    };
    (await net.get({ maxBytes: Infinity })).body.cancel();
    await ended;
  });

  test("an answer larger than what is held back arrives whole", async () => {
    net.handler = (_request, response) => response.end(Buffer.alloc(2_000_000, "a"));
    let received = 0;
    for await (const chunk of (await net.get()).body) received += chunk.byteLength;
    expect(received).toBe(2_000_000);
  });

  test.each(["gzip", "br", "deflate", "zstd", "gzip, gzip", "x-unknown"])(
    "E05, H18: a %s answer is refused unread, and none was asked for",
    async (encoding) => {
      let asked: string | undefined;
      net.handler = (request, response) => {
        asked = request.headers["accept-encoding"];
        response.writeHead(200, { "content-encoding": encoding }).end(gzipSync(Buffer.alloc(1_000_000)));
      };
      await expectReason(net.get({ headers: { "accept-encoding": "gzip" } }), "bad_body");
      expect(asked).toBe("identity");
    },
  );

  test("E05: a server that never answers ends at timeoutMs", async () => {
    net.handler = () => {};
    const outcome = net.get({ timeoutMs: 30 });
    await expectReason(outcome, "timeout");
    await expect(outcome).rejects.toSatisfy((error) => isDomainError(error, "upstream_timeout"));
  });

  test("E05: informational answers do not extend timeoutMs", async () => {
    net.handler = (_request, response) => {
      const timer = setInterval(() => response.writeProcessing(), 5);
      response.on("close", () => clearInterval(timer));
    };
    await expectReason(net.get({ timeoutMs: 60 }), "timeout");
  });

  test("E05: a byte at a time ends at totalTimeoutMs", async () => {
    net.handler = (_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("a"), 5);
      response.on("close", () => clearInterval(timer));
    };
    await expectReason(
      net.get({ totalTimeoutMs: 60 }).then((response) => response.text()),
      "timeout",
    );
  });

  test("an event stream outlives timeoutMs, and Infinity means no bound", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    net.cleanUp(() => vi.useRealTimers());
    let finish: (() => void) | undefined;
    net.handler = (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
      finish = () => response.end("data: 2\n\n");
    };
    const response = await net.get({ timeoutMs: 1_000, totalTimeoutMs: Infinity, maxBytes: Infinity });
    vi.advanceTimersByTime(24 * 3_600_000);
    finish?.();
    expect(response.header("content-type")).toBe("text/event-stream");
    expect(await response.text()).toBe("data: 1\n\ndata: 2\n\n");
  });

  test("an answer cut short is an error, never a shorter answer", async () => {
    net.handler = (_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    };
    await expectReason(
      net.get().then((response) => response.text()),
      "unreachable",
    );
  });

  test("headers without end are refused", async () => {
    net.handler = (_request, response) => response.writeHead(200, { "x-long": "a".repeat(100_000) }).end();
    await expectReason(net.get(), "too_large");
  });
});

describe("abort", () => {
  test("a signal already aborted sends nothing", async () => {
    await expectReason(net.get({ signal: AbortSignal.abort() }), "aborted");
    expect(net.tcpConnections).toBe(0);
  });

  test("an abort before the answer ends the request at the server", async () => {
    const controller = new AbortController();
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    net.handler = (_request, response) => {
      response.on("close", resolve);
      controller.abort(new Error("secret"));
    };
    await expectReason(net.get({ signal: controller.signal }), "aborted");
    await ended;
  });

  test("an abort during name lookup writes no request", async () => {
    const controller = new AbortController();
    const { promise: answers, resolve } = Promise.withResolvers<string[]>();
    let served = 0;
    net.handler = (_request, response) => {
      served++;
      response.end("ok");
    };
    net.allow(`trinity:${net.port}`);
    const through = net.openPools(() => answers);
    const outcome = fetchThrough(through, `http://trinity:${net.port}/`, { signal: controller.signal });
    controller.abort();
    await expectReason(outcome, "aborted");
    resolve(["127.0.0.1"]);
    expect(await (await fetchThrough(through, `http://trinity:${net.port}/`, {})).text()).toBe("ok");
    expect(served).toBe(1);
  });

  test("an abort while reading ends the reader and the connection", async () => {
    const controller = new AbortController();
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    net.handler = (_request, response) => {
      response.on("close", resolve);
      response.writeHead(200).write("first");
    };
    const response = await net.get({ signal: controller.signal });
    const read = async () => {
      for await (const _chunk of response.body) controller.abort();
    };
    await expectReason(read(), "aborted");
    await ended;
  });

  test("leaving the loop ends the connection", async () => {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    net.handler = (_request, response) => {
      response.on("close", resolve);
      response.writeHead(200).write("first");
    };
    for await (const _chunk of (await net.get()).body) break;
    await ended;
  });
});
