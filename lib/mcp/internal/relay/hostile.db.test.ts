import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { mintGrantWithToken } from "#lib/testing/mint.ts";
import { answerJson, echo } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const call = async () => {
  const response = await scene.gateway.modern(
    "tools/call",
    { name: "list_agents", arguments: {} },
    { token: scene.token },
  );
  return { status: response.status, text: await response.text() };
};
const answerText = (response: ServerResponse, type: string, text: string) =>
  response.writeHead(200, { "content-type": type }).end(text);
const answerEvents = (response: ServerResponse, messages: readonly object[]) =>
  answerText(
    response,
    "text/event-stream",
    messages.map((message) => `data: ${JSON.stringify(message)}\n\n`).join(""),
  );
const nest = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("whatever an instance answers, the call gets an answer of ours", () => {
  test.each([
    [
      "a result nested 20,000 deep",
      (id: unknown) => `{"jsonrpc":"2.0","id":${String(id)},"result":{"content":[],"more":${nest(20_000)}}}`,
    ],
    ["a batch nested 200,000 deep", () => nest(200_000)],
    [
      "an error whose message is no text",
      (id: unknown) =>
        `{"jsonrpc":"2.0","id":${String(id)},"error":{"code":-32602,"message":{"toString":1}}}`,
    ],
    ["another request's id", () => `{"jsonrpc":"2.0","id":-1,"result":{"content":[]}}`],
  ])("H17: %s", async (_name, write) => {
    scene.fake.behave(({ id }, response) => void answerText(response, "application/json", write(id)));
    const { status, text } = await call();
    expect(status).toBe(200);
    expect(text).toContain("gives answers we cannot read");
  });

  test("K15: of a thousand requests of the instance's own sixteen are answered", async () => {
    const asked = Array.from({ length: 1000 }, (_, id) => ({ jsonrpc: "2.0", id, method: "ping" }));
    let answers = 0;
    scene.fake.behave(({ id, method }, response) => {
      if (method === "tools/call") {
        return answerEvents(response, [...asked, { jsonrpc: "2.0", id, result: { content: [] } }]);
      }
      answers++;
      response.writeHead(202).end();
    });
    expect((await call()).status).toBe(200);
    await expect.poll(() => answers, { timeout: 30_000 }).toBe(16);
    await call();
    await expect.poll(() => answers, { timeout: 30_000 }).toBe(32);
  });

  test.each(["application/json", "text/event-stream"])(
    "G36: our key, should the instance echo it in %s, stays here",
    async (type) => {
      scene.fake.behave(({ id }, response) => {
        const content = [{ type: "text", text: `Authorization: Bearer ${FAKE_KEY}` }];
        const message = { jsonrpc: "2.0", id, result: { content } };
        if (type === "application/json") answerJson(response, 200, message);
        else answerEvents(response, [message]);
      });
      const { text } = await call();
      expect(text).toContain("Bearer [redacted]");
      expect(text).not.toContain(FAKE_KEY);
    },
  );
});

test("H16: calls nobody waits for any more are bounded, and their places come back", async () => {
  const { token } = await mintGrantWithToken(scene.member, { groups: ["agents.read"] });
  const held: (() => void)[] = [];
  const allHeld = Promise.withResolvers<void>();
  scene.fake.behave((message, response) => {
    if (held.push(() => echo(message, response)) === 64) allHeld.resolve();
  });
  const send = (id: number) => scene.gateway.legacy("tools/call", { name: "list_agents" }, { token, id });
  const running = Array.from({ length: 64 }, (_, id) => send(id));
  await allHeld.promise;
  const refused = await (await send(64)).text();
  expect(refused).toContain("Too many calls are running at once");
  expect(held).toHaveLength(64);
  scene.fake.behave(echo);
  for (const release of held) release();
  await Promise.all(running);
  expect(await (await send(65)).text()).not.toContain("Too many");
});

test.each(["list\0agents", "\ud800", "list_аgents", " list_agents", "x".repeat(1_000_000), ""])(
  "G24: a name no tool can have is an unknown tool like any other (%#)",
  async (name) => {
    const send = async (asked: string) => {
      const response = await scene.gateway.legacy(
        "tools/call",
        { name: asked },
        { token: scene.token, id: 1 },
      );
      return [response.status, await response.text()];
    };
    expect(await send(name)).toEqual(await send("no_such_tool"));
  },
);
