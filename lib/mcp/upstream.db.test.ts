import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import {
  type MintedTenant,
  mintGrantWithToken,
  mintMember,
  mintTenant,
  mintUpstream,
} from "#lib/testing/mint.ts";
import { answerJson, echo, type FakeUpstream, openFakeUpstream } from "#lib/testing/open-fake-upstream.ts";
import { allowOutbound, type Gateway, openGateway } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";

useDatabase();

const KEY = "trinity_mcp_key-of-the-fake";
const SECRET_TEXT = "stack trace and a key";

let fake: FakeUpstream;
let gateway: Gateway;
let tenant: MintedTenant;
let upstreamId: string;
let member: MemberActor;
let token: string;

beforeAll(async () => {
  fake = await openFakeUpstream();
  gateway = await openGateway();
  allowOutbound(fake.url, "http://127.0.0.1:1");
  tenant = await mintTenant();
  member = await mintMember(tenant, "member");
  ({ upstreamId } = await mintUpstream(tenant, {
    url: fake.url,
    key: KEY,
    name: "Berlin",
    tools: ["list_agents"],
  }));
  token = (await mintGrantWithToken(member, { groups: ["agents.read"] })).token;
});
beforeEach(() => fake.behave(echo));
afterAll(async () => {
  await closeSessions();
  await gateway.close();
  await fake.close();
});

type Answer = { id: unknown; result: { content: { text: string }[]; isError?: boolean } };
type Sent = { token?: string; signal?: AbortSignal; id?: number };
const callWith = (args: object, sent: Sent = {}, meta: Record<string, unknown> = {}) =>
  gateway.modern("tools/call", { name: "list_agents", arguments: args, _meta: meta }, { token, ...sent });
const read = async (response: Response) => (await response.json()) as Answer;
const call = async (args: object = {}, sent: Sent = {}) => await read(await callWith(args, sent));
const findInstance = async () =>
  await inTenant(tenant.tenantId, (tx) =>
    tx.upstream.findFirst({
      where: { tenantId: tenant.tenantId, id: upstreamId },
      select: { problem: true, problemSince: true },
    }),
  );

describe("what goes wrong at the instance is told in our words", () => {
  test.each([
    [
      "401",
      "refused_key",
      "refuses the key",
      (response: ServerResponse) => answerJson(response, 401, { error: SECRET_TEXT }),
    ],
    [
      "500",
      "failed",
      "answers with errors",
      (response: ServerResponse) => answerJson(response, 500, { error: SECRET_TEXT }),
    ],
    [
      "503",
      "failed",
      "answers with errors",
      (response: ServerResponse) => answerJson(response, 503, { error: SECRET_TEXT }),
    ],
    [
      "a redirect",
      "protocol",
      "we cannot read",
      (response: ServerResponse) => response.writeHead(302, { location: "http://169.254.169.254/" }).end(),
    ],
    [
      "HTML",
      "protocol",
      "we cannot read",
      (response: ServerResponse) => response.writeHead(200, { "content-type": "text/html" }).end(SECRET_TEXT),
    ],
    [
      "broken JSON",
      "protocol",
      "we cannot read",
      (response: ServerResponse) => response.writeHead(200, { "content-type": "application/json" }).end("{"),
    ],
    [
      "a stream that ends early",
      "protocol",
      "we cannot read",
      (response: ServerResponse) =>
        response.writeHead(200, { "content-type": "text/event-stream" }).end(": hello\n\n"),
    ],
    [
      "a cut connection",
      "unreachable",
      "cannot be reached",
      (response: ServerResponse) => response.destroy(),
    ],
  ] as const)(
    "%s: a tool error that names the instance, never a 401 or 5xx of ours",
    async (_name, problem, words, fail) => {
      fake.behave((_message, response) => void fail(response));
      const response = await callWith({});
      expect([response.status, response.headers.get("www-authenticate")]).toEqual([200, null]);
      const { result } = await read(response);
      expect(result.isError).toBe(true);
      expect(result.content[0]?.text).toMatch(
        new RegExp(`"Berlin" ${words === "refuses the key" ? words : `.*${words}`}.*since \\d{4}-`),
      );
      expect(JSON.stringify(result)).not.toContain(SECRET_TEXT);
      await expect.poll(async () => (await findInstance())?.problem).toBe(problem);
    },
  );

  test("the time it began stays until it works again, and then nothing is noted", async () => {
    fake.behave((_message, response) => answerJson(response, 500, {}));
    await call();
    await expect.poll(async () => (await findInstance())?.problem).toBe("failed");
    const began = (await findInstance())?.problemSince;
    fake.behave((_message, response) => response.destroy());
    await call();
    await expect.poll(async () => (await findInstance())?.problem).toBe("unreachable");
    expect((await findInstance())?.problemSince).toEqual(began);
    fake.behave(echo);
    expect((await call()).result.isError ?? false).toBe(false);
    await expect.poll(findInstance).toEqual({ problem: null, problemSince: null });
  });

  test("arguments the instance refuses are for the model to read; its other errors are not", async () => {
    const fail = (code: number) =>
      fake.behave(({ id }, response) =>
        answerJson(response, 200, { jsonrpc: "2.0", id, error: { code, message: "name is required" } }),
      );
    fail(-32602);
    expect((await call()).result).toMatchObject({ isError: true, content: [{ text: "name is required" }] });
    fail(-32603);
    expect(JSON.stringify(await call())).not.toContain("name is required");
    fail(-32601);
    expect((await call()).result.content[0]?.text).toContain("no longer has this tool");
  });

  test("H22: a failed call is sent once", async () => {
    fake.behave((_message, response) => answerJson(response, 503, {}));
    const before = fake.count("tools/call");
    await call();
    expect(fake.count("tools/call") - before).toBe(1);
  });

  test("an instance that nothing listens at is a tool error too", async () => {
    const other = await mintTenant();
    const person = await mintMember(other, "member");
    await mintUpstream(other, {
      url: "http://127.0.0.1:1/mcp",
      key: KEY,
      name: "Nowhere",
      tools: ["list_agents"],
    });
    const { token: theirs } = await mintGrantWithToken(person, { groups: ["agents.read"] });
    const { result } = await call({}, { token: theirs });
    expect(result.content[0]?.text).toContain('"Nowhere" cannot be reached');
    expect(result.content[0]?.text).toContain("Nothing was done");
  });
});

describe("sessions", () => {
  test("one is opened for many callers and used again; a lost one is opened anew and the call sent again", async () => {
    await closeSessions();
    const before = fake.count("initialize");
    await Promise.all(Array.from({ length: 20 }, (_, index) => call({ index })));
    expect(fake.count("initialize") - before).toBe(1);
    fake.forgetSessions();
    expect((await call({ again: true })).result.content[0]?.text).toBe('{"again":true}');
    expect(fake.count("initialize") - before).toBe(2);
  });

  test("a 401 that only meant a lost session is not a refused key", async () => {
    await call();
    let isFirst = true;
    fake.behave((message, response) => {
      if (!isFirst) return echo(message, response);
      isFirst = false;
      answerJson(response, 401, {});
    });
    expect((await call({ a: 1 })).result.content[0]?.text).toBe('{"a":1}');
  });

  test("two organisations never share one, even with the same instance and key", async () => {
    const other = await mintTenant();
    const person = await mintMember(other, "member");
    await mintUpstream(other, { url: fake.url, key: KEY, tools: ["list_agents"] });
    const { token: theirs } = await mintGrantWithToken(person, { groups: ["agents.read"] });
    const sessionOfLast = () => fake.seen.at(-1)?.headers["mcp-session-id"];
    await call();
    const ours = sessionOfLast();
    await call({}, { token: theirs });
    expect(sessionOfLast()).not.toBe(ours);
  });

  test("they are ended at the instance on drain", async () => {
    await call();
    await closeSessions();
    expect(fake.seen.some(({ method }) => method === "DELETE")).toBe(true);
  });

  test("H14: the instance gets its own key and nothing of the client's request", async () => {
    const headers = {
      cookie: "a=b",
      "x-forwarded-for": "1.2.3.4",
      "x-custom": "1",
      "user-agent": "client/1",
    };
    await gateway.modern("tools/call", { name: "list_agents", arguments: {} }, { token, headers });
    const sent = fake.seen.findLast(({ message }) => message?.method === "tools/call");
    expect(sent?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.stringify(sent)).not.toContain(token);
    expect(Object.keys(sent?.headers ?? {}).toSorted()).toEqual(
      [
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "mcp-protocol-version",
        "mcp-session-id",
      ].toSorted(),
    );
    expect(sent?.message?.params).toEqual({ name: "list_agents", arguments: {}, _meta: {} });
  });

  test("G19: a thousand calls at once, all with id 0 and of several people, each get their own answer", async () => {
    const people = await Promise.all(
      Array.from(
        { length: 10 },
        async () => await mintGrantWithToken(await mintMember(tenant, "member"), { groups: ["agents.read"] }),
      ),
    );
    fake.behave((message, response) => setImmediate(() => echo(message, response)));
    const answers = await Promise.all(
      Array.from(
        { length: 1_000 },
        async (_, index) => await call({ index }, { id: 0, token: people[index % 10]?.token ?? "" }),
      ),
    );
    expect(answers.map(({ id, result }) => [id, result.content[0]?.text])).toEqual(
      answers.map((_, index) => [0, `{"index":${index}}`]),
    );
    const ids = fake.seen.flatMap(({ message }) =>
      message?.id === undefined ? [] : [`${message.method} ${message.id}`],
    );
    expect(ids.length).toBeGreaterThan(1_000);
  }, 30_000);
});

describe("long calls", () => {
  const hang = () => fake.behave(() => undefined);

  test("G34: closing the response stream of 2026-07-28 cancels the call at the instance", async () => {
    hang();
    const received = fake.received("tools/call");
    const cancelled = fake.received("notifications/cancelled");
    const leaving = new AbortController();
    const response = callWith({}, { signal: leaving.signal }).catch(() => undefined);
    const { id } = await received;
    leaving.abort();
    expect((await cancelled).params).toMatchObject({ requestId: id });
    await response;
  });

  const cancel = (id: number, given: string) =>
    gateway.legacy("notifications/cancelled", { requestId: id }, { token: given });

  test("in 2025-11-25 the client's own notification cancels the call at the instance", async () => {
    hang();
    const received = fake.received("tools/call");
    const cancelled = fake.received("notifications/cancelled");
    const response = gateway.legacy("tools/call", { name: "list_agents" }, { token, id: 77 });
    const { id } = await received;
    await cancel(77, token);
    expect((await cancelled).params).toMatchObject({ requestId: id });
    expect((await response).status).toBe(202);
  });

  test("another connection's notification with the same id cancels nothing", async () => {
    const held = Promise.withResolvers<() => void>();
    fake.behave((message, response) => held.resolve(() => echo(message, response)));
    const stranger = await mintGrantWithToken(await mintMember(tenant, "member"), {
      groups: ["agents.read"],
    });
    const response = gateway.legacy("tools/call", { name: "list_agents" }, { token, id: 78 });
    const release = await held.promise;
    await cancel(78, stranger.token);
    await cancel(79, token);
    release();
    expect((await read(await response)).id).toBe(78);
  });

  test("in 2025-11-25 leaving is not cancelling", async () => {
    const held = Promise.withResolvers<ServerResponse>();
    fake.behave((_message, response) => held.resolve(response));
    const before = fake.count("notifications/cancelled");
    const leaving = new AbortController();
    const left = gateway
      .legacy("tools/call", { name: "list_agents" }, { token, id: 1, signal: leaving.signal })
      .catch(() => undefined);
    const response = await held.promise;
    leaving.abort();
    await left;
    fake.behave(echo);
    await call();
    expect([response.destroyed, fake.count("notifications/cancelled")]).toEqual([false, before]);
    response.end();
  });

  test("progress comes on an event stream under the client's own token, then the answer, then the end", async () => {
    fake.behave(({ id, params }, response) => {
      const upstreamToken = (params["_meta"] as { progressToken: unknown }).progressToken;
      const progress = (value: number, progressToken: unknown) =>
        `data: ${JSON.stringify({ jsonrpc: "2.0", method: "notifications/progress", params: { progressToken, progress: value } })}\n\n`;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": keepalive\n\nid: 1\ndata: \n\n");
      response.write(progress(1, upstreamToken));
      response.write(progress(2, "somebody else's"));
      response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } })}\n\n`);
    });
    const response = await callWith({}, { id: 5 }, { progressToken: "mine" });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    const events = (await response.text())
      .split("\n\n")
      .flatMap((event) =>
        event.includes("data: ")
          ? [JSON.parse(event.slice(event.indexOf("data: ") + 6)) as Record<string, unknown>]
          : [],
      );
    expect(events).toMatchObject([
      { method: "notifications/progress", params: { progressToken: "mine", progress: 1 } },
      { id: 5, result: { resultType: "complete" } },
    ]);
  });

  test("a client that takes no event streams gets JSON although there was progress", async () => {
    fake.behave(({ id, params }, response) => {
      expect(params).toEqual({
        name: "list_agents",
        arguments: {},
        _meta: { progressToken: expect.any(Number) as number },
      });
      answerJson(response, 200, {
        jsonrpc: "2.0",
        id,
        result: { content: [], unknown: { kept: [1, null] } },
      });
    });
    const response = await gateway.modern(
      "tools/call",
      { name: "list_agents", arguments: {}, _meta: { progressToken: 1 } },
      { token, headers: { accept: "application/json" } },
    );
    expect(await response.json()).toMatchObject({ result: { unknown: { kept: [1, null] } } });
  });

  test("a listen stream is acknowledged, held open and ended by leaving", async () => {
    const leaving = new AbortController();
    const response = await gateway.modern(
      "subscriptions/listen",
      { notifications: { toolsListChanged: true } },
      { token, id: "listen-1", signal: leaving.signal },
    );
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(first).toContain('"method":"notifications/subscriptions/acknowledged"');
    expect(first).toContain('"io.modelcontextprotocol/subscriptionId":"listen-1"');
    leaving.abort();
    await expect(reader?.read()).rejects.toThrow();
  });
});
