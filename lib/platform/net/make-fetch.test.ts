import { describe, expect, test } from "vitest";
import { expectReason, useNet } from "./internal/net-harness.ts";
import { makeFetch } from "./make-fetch.ts";

const net = useNet();

describe("makeFetch", () => {
  test("gives a web Response for libraries, forms included", async () => {
    net.handler = async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      response.writeHead(201, { "content-type": "application/json" });
      response.end(JSON.stringify({ type: request.headers["content-type"], body }));
    };
    const url = `http://127.0.0.1:${net.port}/register`;
    const response = await makeFetch({ pool: "tenant-a" })(new URL(url), {
      method: "post",
      body: new URLSearchParams({ a: "b c" }),
    });
    expect([response.status, response.url]).toEqual([201, url]);
    expect(await response.json()).toEqual({
      type: "application/x-www-form-urlencoded;charset=UTF-8",
      body: "a=b+c",
    });
  });

  test("E05: the bounds hold while the stream is read", async () => {
    net.handler = (_request, response) => {
      response.write("a".repeat(3_000));
      response.end("a".repeat(3_000));
    };
    const response = await makeFetch({ maxBytes: 5_120 })(`http://127.0.0.1:${net.port}/`);
    await expectReason(response.text(), "too_large");
  });

  test("H28: the URL is judged as written, and 204 has no body", async () => {
    await expectReason(makeFetch()("https://a%2eb.example/"), "bad_url");
    net.handler = (_request, response) => response.writeHead(204).end();
    expect((await makeFetch()(`http://127.0.0.1:${net.port}/`)).body).toBeNull();
  });
});
