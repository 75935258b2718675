import { describe, expect, test } from "vitest";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { usePuppet } from "#lib/testing/use-puppet.ts";

useDatabase();

const ALL = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };
const FORM = '{"message":"Your name?","requestedSchema":{"type":"object","properties":{}}}';
const DONE = '{"content":[{"type":"text","text":"done"}]}';
const question = (id: number | string, params = FORM, method = "elicitation/create") =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":${JSON.stringify(method)},"params":${params}}`;

const scene = usePuppet();

type Person = { token: string; handle: string };
async function begin(capabilities: object = ALL, token?: string): Promise<Person> {
  const own = token ?? (await scene.mintToken());
  const params = { protocolVersion: "2025-11-25", capabilities, clientInfo: { name: "raw", version: "1" } };
  const response = await scene.gateway.legacy("initialize", params, { token: own, id: 0 });
  return { token: own, handle: String(response.headers.get("mcp-session-id")) };
}

/** A call, the instance's side of it, and the messages on its stream, byte for byte. */
async function call({ token, handle }: Person, id: number | string = 1) {
  const incoming = scene.puppet.nextCall();
  const response = scene.gateway.legacy(
    "tools/call",
    { name: "list_agents", arguments: {} },
    { token, id, headers: { "mcp-session-id": handle } },
  );
  const there = await incoming;
  return {
    there,
    stream: async () => readMessages(await response),
    text: async () => await (await response).text(),
  };
}

function readMessages(response: Response) {
  const messages = split(response.body as ReadableStream<Uint8Array>);
  return {
    next: async () => String((await messages.next()).value),
    rest: async () => {
      const left: string[] = [];
      for await (const message of messages) left.push(message);
      return left;
    },
  };
}

async function* split(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of body.pipeThrough(
    new TextDecoderStream() as TransformStream<Uint8Array, string>,
  )) {
    const events = `${text}${chunk}`.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data !== undefined) yield data.slice(6);
    }
  }
}

const answer = async ({ token, handle }: Person, text: string) =>
  (
    await scene.gateway.send({
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        authorization: `Bearer ${token}`,
        "mcp-protocol-version": "2025-11-25",
        "mcp-session-id": handle,
      },
      body: text,
    })
  ).status;
const idOf = (text: string) => (JSON.parse(text) as { id: string }).id;
const reply = (id: string, result: string) =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;
const ACCEPT = '{"action":"accept","content":{}}';

describe("a question on a call's stream", () => {
  test("comes and goes as the bytes that were written, each side under its own id", async () => {
    const person = await begin();
    const { there, stream } = await call(person);
    const params =
      '{ "message":"\\u00fc","big":12345678901234567890,"__proto__":{"x":1.0},"requestedSchema":{"type":"object","properties":{}} }';
    there.send(question("theirs", params));
    const { next, rest } = await stream();
    const asked = await next();
    expect(asked).toContain(`"method":"elicitation/create","params":${params}}`);
    expect(idOf(asked)).not.toBe("theirs");
    const result = '{ "action":"accept","content":{"n":9007199254740993,"e":1e3},"extra":[1.50] }';
    const said = scene.puppet.nextSaid();
    expect(await answer(person, reply(idOf(asked), result))).toBe(202);
    expect(await said).toBe(`{"jsonrpc":"2.0","id":"theirs","result":${result}}`);
    there.finish(DONE);
    expect(await rest()).toEqual([`{"jsonrpc":"2.0","id":1,"result":${DONE}}`]);
  });

  test("that the client answers with an error is answered with that error", async () => {
    const person = await begin();
    const { there, stream } = await call(person);
    there.send(question(7));
    const { next } = await stream();
    const id = JSON.stringify(idOf(await next()));
    const said = scene.puppet.nextSaid();
    const error = { code: -1, message: "User rejected" };
    await answer(person, `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}`);
    expect(JSON.parse(await said)).toEqual({ jsonrpc: "2.0", id: 7, error });
    there.finish(DONE);
  });

  test("that the instance withdraws is withdrawn at the client, and what comes later goes nowhere", async () => {
    const person = await begin();
    const { there, stream } = await call(person);
    there.send(question("q"));
    const { next, rest } = await stream();
    const id = idOf(await next());
    there.send('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"q"}}');
    expect(JSON.parse(await next())).toMatchObject({
      method: "notifications/cancelled",
      params: { requestId: id },
    });
    expect(await answer(person, reply(id, ACCEPT))).toBe(202);
    there.send(question("next"));
    const second = idOf(await next());
    const said = scene.puppet.nextSaid();
    await answer(person, reply(second, ACCEPT));
    expect(JSON.parse(await said)).toMatchObject({ id: "next" });
    there.finish(DONE);
    await rest();
  });

  test("dies with its call: the client hears so before the result", async () => {
    const person = await begin();
    const { there, stream } = await call(person);
    there.send(question(1));
    const { next, rest } = await stream();
    const id = idOf(await next());
    there.finish(DONE);
    expect((await rest()).map((text) => JSON.parse(text) as object)).toMatchObject([
      { method: "notifications/cancelled", params: { requestId: id } },
      { id: 1, result: {} },
    ]);
  });

  test("is over for the instance too when its call is cancelled", async () => {
    const person = await begin();
    const { there, stream } = await call(person, "mine");
    there.send(question(1));
    const { next, rest } = await stream();
    const id = idOf(await next());
    const cancel = { method: "notifications/cancelled", params: { requestId: "mine" } };
    const said = scene.puppet.nextSaid();
    expect(await answer(person, JSON.stringify({ jsonrpc: "2.0", ...cancel }))).toBe(202);
    await there.left;
    expect(JSON.parse(await said)).toMatchObject({ ...cancel, params: { requestId: there.id } });
    await rest();
    expect(await answer(person, reply(id, ACCEPT))).toBe(202);
  });

  test("the page a person was sent to is done with: the client is told", async () => {
    const person = await begin();
    const { there, stream } = await call(person);
    const params = '{"elicitationId":"e-1"}';
    there.send(`{"jsonrpc":"2.0","method":"notifications/elicitation/complete","params":${params}}`);
    there.finish(DONE);
    const { next } = await stream();
    expect(await next()).toBe(
      `{"jsonrpc":"2.0","method":"notifications/elicitation/complete","params":${params}}`,
    );
  });
});

describe("G38: a question that is not for this client", () => {
  test.each([
    ["nothing", {}, "elicitation/create", FORM, -32601],
    ["forms alone, a page", { elicitation: {} }, "elicitation/create", '{"mode":"url"}', -32602],
    ["elicitation alone, sampling", { elicitation: {} }, "sampling/createMessage", "{}", -32601],
    ["everything, a method of an extension", ALL, "ui/show", "{}", -32601],
    ["everything, a task", ALL, "tasks/get", "{}", -32601],
  ])("declared %s: refused to the instance, never shown", async (_name, declared, method, params, code) => {
    const person = await begin(declared);
    const { there, stream } = await call(person);
    const said = scene.puppet.nextSaid();
    there.send(question("q", params, method));
    expect(JSON.parse(await said)).toMatchObject({ id: "q", error: { code } });
    there.finish(DONE);
    const response = await stream();
    expect(await response.rest()).toEqual([]);
  });

  test.each([
    ["a page it declared", ALL, "https://instance.example/go", true],
    ["a script", ALL, "javascript:alert(1)", false],
    ["an address with credentials", ALL, "https://user:secret@instance.example/go", false],
    ["a page, without having declared any", { elicitation: {} }, "https://instance.example/go", false],
  ])("by an instance's error is sent only where it may: %s", async (_name, declared, url, isTold) => {
    const person = await begin(declared);
    const { there, text } = await call(person);
    const page = { mode: "url", elicitationId: "e", url, message: "Go." };
    there.fail(JSON.stringify({ code: -32042, message: "First this.", data: { elicitations: [page] } }));
    expect((await text()).includes(url)).toBe(isTold);
  });

  test("a method of an extension it declared is asked", async () => {
    const person = await begin({ extensions: { "io.example/ui": {} } });
    const { there, stream } = await call(person);
    there.send(question("q", '{"a":1}', "ui/show"));
    const { next } = await stream();
    const said = scene.puppet.nextSaid();
    await answer(person, reply(idOf(await next()), '{"b":2}'));
    expect(await said).toBe('{"jsonrpc":"2.0","id":"q","result":{"b":2}}');
    there.finish(DONE);
  });

  test("answers of another person, another connection and nobody reach no instance and say nothing", async () => {
    const person = await begin();
    const stranger = await mintMember(scene.tenant, "member");
    const elsewhere = await mintMember(await mintTenant(), "member");
    const others = [
      await begin(ALL, await scene.mintToken(stranger)),
      await begin(ALL, await scene.mintToken(elsewhere)),
      await begin(),
    ];
    const { there, stream } = await call(person);
    there.send(question("q"));
    const { next } = await stream();
    const id = idOf(await next());
    for (const other of others) expect(await answer(other, reply(id, '{"action":"decline"}'))).toBe(400);
    const unknown = [crypto.randomUUID(), "q", `${crypto.randomUUID()}.x`, `${id}x`, `x${id}`];
    for (const one of unknown) expect(await answer(person, reply(one, ACCEPT))).toBe(400);
    const said = scene.puppet.nextSaid();
    expect(await answer(person, reply(id, ACCEPT))).toBe(202);
    expect(await answer(person, reply(id, '{"action":"decline"}'))).toBe(202);
    expect(JSON.parse(await said)).toMatchObject({ id: "q", result: { action: "accept" } });
    there.finish(DONE);
  });

  test("an answer sent with a session that is not its sender's is 404", async () => {
    const person = await begin();
    const other = await begin(ALL, await scene.mintToken(await mintMember(scene.tenant, "member")));
    expect(await answer({ ...other, handle: person.handle }, reply("x", ACCEPT))).toBe(404);
  });

  test("a client that reads no event streams is asked nothing", async () => {
    const { token, handle } = await begin();
    const incoming = scene.puppet.nextCall();
    const response = scene.gateway.legacy(
      "tools/call",
      { name: "list_agents", arguments: {} },
      { token, id: 1, headers: { "mcp-session-id": handle, accept: "application/json" } },
    );
    const there = await incoming;
    const said = scene.puppet.nextSaid();
    there.send(question("q"));
    expect(JSON.parse(await said)).toMatchObject({ id: "q", error: { code: -32601 } });
    there.finish(DONE);
    expect(await (await response).json()).toMatchObject({ result: { content: [{ text: "done" }] } });
  });
});
