import { describe, expect, test } from "vitest";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { answerJson, echo } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, makeCalls, useGateway } from "#lib/testing/use-gateway.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";

useDatabase();
const scene = useGateway();

const { call } = makeCalls(scene);

describe("sessions", () => {
  test("one is opened for many callers and used again; a lost one is opened anew and the call sent again", async () => {
    await closeSessions();
    const before = scene.fake.count("initialize");
    await Promise.all(Array.from({ length: 20 }, (_, index) => call({ index })));
    expect(scene.fake.count("initialize") - before).toBe(1);
    scene.fake.forgetSessions();
    expect((await call({ again: true })).result.content[0]?.text).toBe('{"again":true}');
    expect(scene.fake.count("initialize") - before).toBe(2);
  });

  test("a 401 that only meant a lost session is not a refused key", async () => {
    await call();
    let isFirst = true;
    scene.fake.behave((message, response) => {
      if (!isFirst) return echo(message, response);
      isFirst = false;
      answerJson(response, 401, {});
    });
    expect((await call({ a: 1 })).result.content[0]?.text).toBe('{"a":1}');
  });

  test("two organisations never share one, even with the same instance and key", async () => {
    const other = await mintTenant();
    const person = await mintMember(other, "member");
    await mintUpstream(other, { url: scene.fake.url, key: FAKE_KEY, tools: ["list_agents"] });
    const { token: theirs } = await mintGrantWithToken(person, { groups: ["agents.read"] });
    const sessionOfLast = () => scene.fake.seen.at(-1)?.headers["mcp-session-id"];
    await call();
    const ours = sessionOfLast();
    await call({}, { token: theirs });
    expect(sessionOfLast()).not.toBe(ours);
  });

  test("they are ended at the instance on drain", async () => {
    await call();
    await closeSessions();
    expect(scene.fake.seen.some(({ method }) => method === "DELETE")).toBe(true);
  });

  test("H14: the instance gets its own key and nothing of the client's request", async () => {
    const headers = {
      cookie: "a=b",
      "x-forwarded-for": "1.2.3.4",
      "x-custom": "1",
      "user-agent": "client/1",
    };
    await scene.gateway.modern(
      "tools/call",
      { name: "list_agents", arguments: {} },
      { token: scene.token, headers },
    );
    const sent = scene.fake.seen.findLast(({ message }) => message?.method === "tools/call");
    expect(sent?.headers.authorization).toBe(`Bearer ${FAKE_KEY}`);
    expect(JSON.stringify(sent)).not.toContain(scene.token);
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
    expect(sent?.message?.params).toEqual({ name: "list_agents", arguments: {} });
  });

  test("G19: a thousand calls at once, all with id 0 and of several people, each get their own answer", async () => {
    const people = await Promise.all(
      Array.from(
        { length: 10 },
        async () =>
          await mintGrantWithToken(await mintMember(scene.tenant, "member"), { groups: ["agents.read"] }),
      ),
    );
    scene.fake.behave((message, response) => setImmediate(() => echo(message, response)));
    const answers = await Promise.all(
      Array.from(
        { length: 1_000 },
        async (_, index) => await call({ index }, { id: 0, token: people[index % 10]?.token ?? "" }),
      ),
    );
    expect(answers.map(({ id, result }) => [id, result.content[0]?.text])).toEqual(
      answers.map((_, index) => [0, `{"index":${index}}`]),
    );
    const ids = scene.fake.seen.flatMap(({ message }) =>
      message?.id === undefined ? [] : [`${message.method} ${message.id}`],
    );
    expect(ids.length).toBeGreaterThan(1_000);
  }, 30_000);
});
