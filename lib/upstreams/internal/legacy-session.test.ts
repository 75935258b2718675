import { describe, expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { type RawRequest, sendEvents, sendJson } from "#lib/testing/open-raw-upstream.ts";
import { RAW_KEY, useRawUpstream } from "#lib/testing/use-raw-upstream.ts";
import { openSession, resumeSession } from "../open-session.ts";
import { readAnswer } from "./read-answer.ts";
import { SessionLink } from "./session-link.ts";

const scene = useRawUpstream();
const params = '{"name":"echo","arguments":{"n":12345678901234567890,"n2":1.0}}';

describe("an instance of 2025-11-25", () => {
  test("what is asked and what is answered go as they are, and progress comes under the caller's own token", async () => {
    const result = '{"content":[],"big":12345678901234567890,"float":1.0,"__proto__":{"a":1}}';
    scene.answer(({ response, message, text }) => {
      const token = message.params?._meta?.["progressToken"];
      expect(text).toContain(params.slice(1, -1));
      sendEvents(
        response,
        `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":${String(token)},"progress":1e2}}`,
        `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"another","progress":1}}`,
        `{"jsonrpc":"2.0","id":${String(message.id)},"result":${result}}`,
      );
      response.end();
    });
    const session = await scene.open(scene.place());
    const heard: string[] = [];
    const reply = await session.request(
      { method: "tools/call", params, meta: new Map([["progressToken", "98765432109876543210"]]) },
      { onNotification: (_method, _params, text) => heard.push(text) },
    );
    expect(reply).toMatchObject({ ok: true, text: result });
    expect(heard).toEqual(['{"progressToken":98765432109876543210,"progress":1e2}']);
  });

  describe("that ends a call's stream before the answer", () => {
    const endEarly = ({ response }: RawRequest, events: string) =>
      response.writeHead(200, { "content-type": "text/event-stream" }).end(events);

    test("is asked for the rest after the time it names, and only then", async () => {
      let id = 0;
      scene.answer((raw) => {
        const { request, response, message } = raw;
        if (request.method === "POST") {
          id = message.id ?? 0;
          return endEarly(raw, "id: e-1\nretry: 100\ndata: \n\n");
        }
        if (request.headers["last-event-id"] === "e-1") return endEarly(raw, "id: e-2\ndata: \n\n");
        sendEvents(response, `{"jsonrpc":"2.0","id":${id},"result":{"late":true}}`);
        return response.end();
      });
      const session = await scene.open(scene.place());
      const reply = await session.request({ method: "tools/call", params });
      expect(reply).toMatchObject({ ok: true, text: '{"late":true}' });
      const asked = scene.raw.seen.filter(({ method }) => method === "GET");
      expect(asked.map(({ headers }) => headers["last-event-id"])).toEqual(["e-1", "e-2"]);
      expect(asked.every(({ headers }) => headers.authorization === `Bearer ${RAW_KEY}`)).toBe(true);
      expect(scene.raw.count("tools/call")).toBe(1);
    });

    test.each([
      ["gave no ids", "data: \n\n", 0],
      ["gave an id no header carries", "id: a\u0001b\ndata: \n\n", 0],
      ["does not let itself be asked", "id: e-1\nretry: 100\ndata: \n\n", 1],
    ])("and %s has given no answer", async (_name, events, count) => {
      scene.answer((raw) =>
        raw.request.method === "POST" ? endEarly(raw, events) : raw.response.writeHead(405).end(),
      );
      const session = await scene.open(scene.place());
      expect(await session.request({ method: "x", params: "{}" })).toMatchObject({ reason: "protocol" });
      expect(scene.raw.seen.filter(({ method }) => method === "GET")).toHaveLength(count);
    });

    test("is not asked any more when the caller has gone", async () => {
      const leaving = new AbortController();
      scene.answer((raw) => {
        endEarly(raw, "id: e-1\nretry: 30000\ndata: \n\n");
        raw.response.once("finish", () => leaving.abort());
      });
      const session = await scene.open(scene.place());
      const reply = await session.request({ method: "x", params: "{}" }, { signal: leaving.signal });
      expect(reply).toMatchObject({ ok: false, reason: "aborted" });
    });
  });

  test("H09: the key is taken out of an answer however it is written", async () => {
    const key = "abc/def+ghi/jkl";
    scene.answer(({ response, message: { id } }) =>
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(
          `{"jsonrpc":"2.0","id":${String(id)},"result":{"a":"abc/def+ghi/jkl","b":"abc\\/def+ghi\\/jkl"}}`,
        ),
    );
    const session = await scene.open({ ...scene.place(), key });
    expect(await session.request({ method: "x", params: "{}" })).toMatchObject({
      text: '{"a":"[redacted]","b":"[redacted]"}',
    });
  });

  test("a key in a header of its own goes there alone", async () => {
    scene.answer(({ response, message: { id } }) =>
      sendJson(response, 200, { jsonrpc: "2.0", id, result: {} }),
    );
    const session = await scene.open({ ...scene.place(), keyHeader: "x-api-key" });
    await session.request({ method: "x", params: "{}" });
    for (const { headers } of scene.raw.seen) {
      expect([headers["x-api-key"], headers.authorization]).toEqual([RAW_KEY, undefined]);
    }
  });

  test("questions are handed on and answered over the session; a 405 is what a listening stream may be refused with", async () => {
    const answered = Promise.withResolvers<string>();
    scene.answer(({ request, response, message, text }) => {
      if (request.method === "GET") return void response.writeHead(405).end();
      if (message.method === undefined) {
        answered.resolve(text);
        return void response.writeHead(202).end();
      }
      sendEvents(
        response,
        '{"jsonrpc":"2.0","id":"q","method":"elicitation/create","params":{"big":12345678901234567890}}',
      );
      void answered.promise.then(() => {
        sendEvents(response, `{"jsonrpc":"2.0","id":${String(message.id)},"result":{}}`);
        response.end();
      });
    });
    const session = await scene.open(scene.place());
    const asked: string[] = [];
    const reply = await session.request(
      { method: "tools/call", params },
      {
        onRequest: ({ id, paramsText }, via) => {
          asked.push(paramsText);
          void via.respond(id, { result: '{"action":"accept","n":1.0}' });
        },
      },
    );
    expect(reply.ok).toBe(true);
    expect(asked).toEqual(['{"big":12345678901234567890}']);
    expect(await answered.promise).toBe('{"jsonrpc":"2.0","id":"q","result":{"action":"accept","n":1.0}}');
    const listening = await session.listen({
      signal: AbortSignal.timeout(5_000),
      onNotification: () => undefined,
    });
    expect(listening).toEqual({ ok: false, reason: "protocol", status: 405 });
  });

  test("G15: a question that names a member twice is handed to nobody", async () => {
    const asked: string[] = [];
    const question =
      '{"jsonrpc":"2.0","id":"q","method":"elicitation/create","params":{"url":"a:1","url":"https://b"}}';
    scene.answer(({ response }) => sendEvents(response, question));
    const session = await scene.open(scene.place());
    const onRequest = ({ paramsText }: { paramsText: string }) => void asked.push(paramsText);
    const reply = await session.request({ method: "tools/call", params: '{"name":"x"}' }, { onRequest });
    expect([reply.ok, asked]).toEqual([false, []]);
  });

  test("listening hears until it is ended, and a session another process opened is gone on with", async () => {
    const streams: RawRequest[] = [];
    scene.answer((asked) => {
      if (asked.request.method !== "GET") return sendJson(asked.response, 200, {});
      streams.push(asked);
      sendEvents(asked.response, '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}');
    });
    const { protocolVersion, sessionId = "" } = await scene.open(scene.place());
    const { transport: _http, ...resumed } = scene.place();
    const session = resumeSession({ ...resumed, protocolVersion, sessionId });
    const ending = new AbortController();
    const heard = Promise.withResolvers<string>();
    const listening = await session.listen({
      signal: ending.signal,
      onNotification: (method) => heard.resolve(method),
    });
    expect(await heard.promise).toBe("notifications/tools/list_changed");
    expect(streams[0]?.request.headers).toMatchObject({
      accept: "text/event-stream",
      "mcp-session-id": "session-1",
    });
    ending.abort();
    if (listening.ok) await listening.ended;
    expect(listening.ok).toBe(true);
    expect(scene.raw.count("initialize")).toBe(1);
  });

  test("two processes that go on with one session count their requests apart", async () => {
    scene.answer(({ response, message: { id } }) =>
      sendJson(response, 200, { jsonrpc: "2.0", id, result: {} }),
    );
    const { transport: _http, ...resumed } = scene.place();
    for (let process = 0; process < 2; process++) {
      const session = resumeSession({ ...resumed, protocolVersion: "2025-11-25", sessionId: "s" });
      await session.request({ method: "x", params: "{}" });
    }
    const [first, second] = scene.raw.seen.map(({ message }) => message.id);
    expect(first).not.toBe(second);
  });

  test("H16: a message that began to arrive and does not end is cut, however long the call may take", async () => {
    const link = new SessionLink(scene.place());
    for (const [type, begun] of [
      ["application/json", '{"jsonrpc":'],
      ["text/event-stream", 'data: {"jsonrpc":'],
    ] as const) {
      scene.raw.answer = ({ response }) => {
        response.writeHead(200, { "content-type": type });
        response.write(begun);
      };
      const response = await link.post("{}", {});
      const reading = readAnswer(link, response, { take: () => undefined, dribbleMs: 20 });
      await expect(reading).rejects.toMatchObject({ code: "upstream_timeout" });
    }
  });

  test("K05: a call whose stream is full of notifications leaves everybody else their turn", async () => {
    const notes = 'data: {"jsonrpc":"2.0","method":"n"}\n\n'.repeat(50_000);
    scene.answer(({ response, message }) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`${notes}data: {"jsonrpc":"2.0","id":${String(message.id)},"result":{}}\n\n`);
    });
    const session = await scene.open(scene.place());
    let [turn, heard, longest] = [0, 0, 0];
    let counting = setImmediate(function next() {
      turn += 1;
      counting = setImmediate(next);
    });
    let last = turn;
    const onNotification = () => {
      heard = turn === last ? heard + 1 : 1;
      last = turn;
      longest = Math.max(longest, heard);
    };
    const reply = await session.request({ method: "tools/call", params: '{"name":"x"}' }, { onNotification });
    clearImmediate(counting);
    expect(reply.ok).toBe(true);
    // One chunk of 64 KiB holds 1,600 of them.
    expect(longest).toBeLessThan(4_000);
  });

  test("H17: an answer beyond the cap is refused, JSON or stream", async () => {
    setConfig({ ...getConfig(), mcp: { ...getConfig().mcp, resultBytesMax: 10_000 } });
    const huge = (id: unknown) => ({ jsonrpc: "2.0", id, result: { text: "x".repeat(20_000) } });
    scene.answer(({ response, message: { id } }) => sendJson(response, 200, huge(id)));
    const session = await scene.open(scene.place());
    expect(await session.request({ method: "x", params: "{}" })).toMatchObject({
      ok: false,
      net: "too_large",
    });
    scene.answer(({ response, message: { id } }) => sendEvents(response, JSON.stringify(huge(id))));
    expect(await session.request({ method: "x", params: "{}" })).toMatchObject({
      ok: false,
      net: "too_large",
    });
  });

  test("H04: a redirect is not followed, and the key goes to no second place", async () => {
    scene.raw.answer = ({ response }) => response.writeHead(307, { location: "/elsewhere" }).end();
    expect(await openSession(scene.place())).toMatchObject({ ok: false, net: "redirected" });
    expect(scene.raw.seen.map(({ path }) => path)).toEqual(["/mcp"]);
  });
});

test("H20: sockets of two tenants, and of two keys, on one origin are never the same", async () => {
  scene.answer(({ response, message: { id } }) =>
    sendJson(response, 200, { jsonrpc: "2.0", id, result: {} }),
  );
  const owners = [
    { pool: "tenant-a", key: "key-one-of-a" },
    { pool: "tenant-a", key: "key-two-of-a" },
    { pool: "tenant-b", key: "key-one-of-b" },
  ];
  for (let round = 0; round < 3; round++) {
    for (const owner of owners) {
      const session = await scene.open({ ...scene.place(), ...owner });
      await session.request({ method: "x", params: "{}" });
    }
  }
  expect(scene.raw.sockets.size).toBeGreaterThanOrEqual(owners.length);
  for (const keys of scene.raw.sockets.values()) expect(new Set(keys.match(/key-\w+-of-\w/g)).size).toBe(1);
});
