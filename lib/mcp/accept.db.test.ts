import { describe, expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const CALL = { name: "list_agents", arguments: {} };
const JSON_TYPE = "application/json";
const STREAM_TYPE = "text/event-stream";
const typeOf = (response: Response) => response.headers.get("content-type");

/** A request without the `Accept` that fetch would add where none is wanted. */
const ask = (accept: string | undefined, method = "tools/call", params: object = CALL) =>
  scene.gateway.modern(
    method,
    { ...params },
    {
      token: scene.token,
      headers: { accept: accept ?? "" },
    },
  );

const readEvent = async (response: Response) =>
  JSON.parse(/^event: message\ndata: (.*)\n\n$/.exec(await response.text())?.[1] ?? "null") as object;

describe("Accept", () => {
  test.each([
    "",
    "*/*",
    "application/*",
    "application/json",
    "Application/JSON;charset=utf-8",
    "application/json, text/event-stream",
    "text/event-stream;q=0.5, application/json;q=0.1",
    "text/html, */*;q=0.1",
  ])("%j gets JSON", async (accept) => {
    const response = await ask(accept);
    expect([response.status, typeOf(response)]).toEqual([200, JSON_TYPE]);
    expect(await response.json()).toHaveProperty("result.content");
  });

  test.each(["text/event-stream", "text/*", "text/event-stream, application/json;q=0"])(
    "%j gets an event stream of one message",
    async (accept) => {
      for (const [method, params] of [
        ["tools/call", CALL],
        ["tools/list", {}],
        ["server/discover", {}],
      ] as const) {
        const response = await ask(accept, method, params);
        expect([response.status, typeOf(response)]).toEqual([200, STREAM_TYPE]);
        expect(await readEvent(response)).toMatchObject({ jsonrpc: "2.0", id: 1, result: {} });
      }
      const old = await scene.gateway.legacy("ping", {}, { token: scene.token, id: 7, headers: { accept } });
      expect(await readEvent(old)).toEqual({ jsonrpc: "2.0", id: 7, result: {} });
    },
  );

  test.each(["text/html", "image/*", "*/*;q=0"])("%j can be served by nobody: 406", async (accept) => {
    const before = scene.fake.count("tools/call");
    const response = await ask(accept);
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({ id: 1, error: { code: -32600 } });
    expect(scene.fake.count("tools/call")).toBe(before);
  });

  test("of JSON alone cannot take what is only a stream: 406", async () => {
    const response = await ask("application/json", "subscriptions/listen", { notifications: {} });
    expect([response.status, (await response.json()) as object]).toMatchObject([406, { id: 1 }]);
  });

  test("anything takes what is only a stream", async () => {
    const leaving = new AbortController();
    const response = await scene.gateway.modern(
      "subscriptions/listen",
      { notifications: {} },
      { token: scene.token, headers: { accept: "*/*" }, signal: leaving.signal },
    );
    expect([response.status, typeOf(response)]).toEqual([200, STREAM_TYPE]);
    leaving.abort();
    await response.text().catch(() => undefined);
  });

  test("does not matter to a notification, which has no answer", async () => {
    const headers = { accept: "text/html" };
    const sent = { token: scene.token, headers };
    expect((await scene.gateway.legacy("notifications/initialized", {}, sent)).status).toBe(202);
  });

  test.each(["text/html", "*/*;q=0", "application/json"])(
    "%j never stands before the token: without one it is 401",
    async (accept) => {
      const response = await scene.gateway.modern("tools/list", {}, { headers: { accept } });
      expect(response.status).toBe(401);
    },
  );
});
