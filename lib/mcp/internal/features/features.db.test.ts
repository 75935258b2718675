import { describe, expect, test } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import { answerFeatures } from "#lib/testing/answer-features.ts";
import { mintGrantWithToken } from "#lib/testing/mint.ts";
import { answerJson } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FILES, GREET, NOTES, driveFeatures, useFeatures } from "#lib/testing/use-features.ts";

useDatabase();
const scene = useFeatures();
const { makeWorld, addSecond, modern, legacy, capabilitiesOf } = driveFeatures(scene);

describe("one instance", () => {
  test("its lists come as it gave them, in both eras; 2026-07-28 adds that they are the caller's alone", async () => {
    const { token } = await makeWorld();
    for (const [method, member, entry] of [
      ["prompts/list", "prompts", GREET],
      ["resources/list", "resources", NOTES],
      ["resources/templates/list", "resourceTemplates", FILES],
    ] as const) {
      expect((await legacy(method, {}, token)).result).toEqual({ [member]: [entry] });
      expect((await modern(method, {}, token)).result).toMatchObject({
        [member]: [entry],
        resultType: "complete",
        cacheScope: "private",
        ttlMs: 0,
      });
    }
  });

  test("what it lists goes on byte for byte: numbers, spaces and members we do not know", async () => {
    const { token } = await makeWorld();
    const entry = '{ "name": "big" ,"x":12345678901234567890.10, "__proto__":{"a" : 1}}';
    scene.first.behave(({ id }, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(`{"jsonrpc":"2.0","id":${id},"result":{"x-own" : 1.0,"prompts":[${entry}]}}`);
    });
    for (const answer of [await legacy("prompts/list", {}, token), await modern("prompts/list", {}, token)]) {
      expect(answer.text).toContain(`"prompts":[${entry}]`);
      expect(answer.text).toContain('"x-own":1.0');
    }
  });

  test("a prompt, a resource and a completion are answered by it, in both eras", async () => {
    const { token } = await makeWorld();
    const ref = { type: "ref/prompt", name: "greet" };
    for (const send of [modern, legacy]) {
      const got = await send("prompts/get", { name: "greet", arguments: { who: "Ada" } }, token);
      expect(got.text).toContain(JSON.stringify('{"name":"greet","arguments":{"who":"Ada"}}'));
      expect(got.text).toContain('"uri":"file:///in-prompt"');
      const read = await send("resources/read", { uri: NOTES.uri }, token);
      expect(read.result?.["contents"]).toMatchObject([{ uri: NOTES.uri }]);
      const completed = await send(
        "completion/complete",
        { ref, argument: { name: "who", value: "A" } },
        token,
      );
      expect(completed.text).toContain(JSON.stringify(JSON.stringify(ref)).slice(1, -1));
    }
    expect((await modern("resources/read", { uri: NOTES.uri }, token)).result).toMatchObject({
      ttlMs: 0,
      cacheScope: "private",
    });
  });

  test("a resource that is not there is -32602 in 2026-07-28 and -32002 before", async () => {
    const { token } = await makeWorld();
    expect((await modern("resources/read", { uri: "file:///none" }, token)).error?.code).toBe(-32_602);
    expect((await legacy("resources/read", { uri: "file:///none" }, token)).error?.code).toBe(-32_002);
  });

  test("its pages are its client's pages; a cursor is good for that list and that connection alone", async () => {
    const world = await makeWorld();
    const { token } = world;
    const prompts = ["a", "b", "c"].map((name) => ({ name }));
    scene.first.behave(
      answerFeatures({ prompts, resources: [NOTES, { ...NOTES, uri: "file:///2" }], pageSize: 2 }),
    );
    const page = await modern("prompts/list", { cursor: "" }, token);
    expect(page.result?.["prompts"]).toEqual(prompts.slice(0, 2));
    const cursor = page.result?.["nextCursor"];
    expect(String(cursor)).not.toContain("at-2");
    const rest = await modern("prompts/list", { cursor }, token);
    expect(rest.result?.["prompts"]).toEqual(prompts.slice(2));
    expect(rest.result).not.toHaveProperty("nextCursor");
    const other = await mintGrantWithToken(world.owner, { groups: ["other.read"] });
    for (const [method, sent, by] of [
      ["resources/list", cursor, token],
      ["prompts/list", cursor, other.token],
      ["prompts/list", "at-2", token],
      ["prompts/list", 5, token],
    ] as const) {
      expect((await modern(method, { cursor: sent }, by)).error?.code).toBe(-32_602);
      expect((await legacy(method, { cursor: sent }, by)).error?.code).toBe(-32_602);
    }
  });

  test("an empty cursor of the instance's is followed like any other", async () => {
    const { token } = await makeWorld();
    scene.first.behave(({ id, params }, response) => {
      const isFirst = params["cursor"] === undefined;
      const result = isFirst ? { prompts: [{ name: "a" }], nextCursor: "" } : { prompts: [{ name: "b" }] };
      answerJson(response, 200, { jsonrpc: "2.0", id, result });
    });
    const { result } = await modern("prompts/list", {}, token);
    const rest = await modern("prompts/list", { cursor: result?.["nextCursor"] }, token);
    expect(rest.result?.["prompts"]).toEqual([{ name: "b" }]);
  });

  test("an instance without templates has an empty list of them", async () => {
    const { token } = await makeWorld();
    scene.first.behave(({ id }, response) =>
      answerJson(response, 200, { jsonrpc: "2.0", id, error: { code: -32_601, message: "no" } }),
    );
    expect((await legacy("resources/templates/list", {}, token)).result).toEqual({ resourceTemplates: [] });
  });
});

describe("who may", () => {
  const nothing = { tools: { listChanged: true } };
  const everything = {
    tools: { listChanged: true },
    prompts: { listChanged: true },
    resources: { listChanged: true, subscribe: true },
    completions: {},
  };
  const requests = [
    ["prompts/get", { name: "greet" }],
    ["resources/read", { uri: NOTES.uri }],
    [
      "completion/complete",
      { ref: { type: "ref/prompt", name: "greet" }, argument: { name: "who", value: "" } },
    ],
  ] as const;
  const expectNothing = async (token: string) => {
    expect(await capabilitiesOf(token)).toEqual(nothing);
    expect((await modern("prompts/list", {}, token)).result?.["prompts"]).toEqual([]);
    expect((await legacy("resources/list", {}, token)).result).toEqual({ resources: [] });
    expect((await legacy("resources/templates/list", {}, token)).result).toEqual({ resourceTemplates: [] });
  };

  test("is told exactly what there is, and no instance is asked for it", async () => {
    const { token } = await makeWorld();
    const before = scene.first.seen.length;
    expect(await capabilitiesOf(token)).toEqual(everything);
    const fewer = await makeWorld(["resources"]);
    expect(await capabilitiesOf(fewer.token)).toEqual({ ...nothing, resources: everything.resources });
    expect(scene.first.seen.length).toBe(before);
  });

  test("what no admin approved does not exist", async () => {
    const { token } = await makeWorld([]);
    const before = scene.first.seen.length;
    await expectNothing(token);
    for (const [method, params] of requests) {
      const { status, error } = await modern(method, params, token);
      expect([status, error?.code]).toEqual([200, -32_602]);
    }
    expect(scene.first.seen.length).toBe(before);
  });

  test("a connection without the group sees none; its requests are HTTP 403, its lists never", async () => {
    const { owner } = await makeWorld();
    const { token } = await mintGrantWithToken(owner, { groups: ["agents.read"] });
    await expectNothing(token);
    for (const send of [modern, legacy]) {
      for (const [method, params] of requests) {
        const { status, challenge } = await send(method, params, token);
        expect(status).toBe(403);
        expect(challenge).toContain('error="insufficient_scope"');
        expect(challenge).toContain('scope="agents.read other.read"');
      }
    }
  });

  test("to a role the organisation keeps it from, it reads exactly like what does not exist", async () => {
    const { owner, token } = await makeWorld();
    const rule = { role: "owner", subject: "group", name: "other.read" };
    const unknown = await modern("prompts/get", { name: "greet" }, (await makeWorld([])).token);
    await setToolPolicy(owner, { ...rule, allowed: false });
    await expectNothing(token);
    expect((await modern("prompts/get", { name: "greet" }, token)).text).toBe(unknown.text);
    await setToolPolicy(owner, { ...rule, allowed: null });
    expect(await capabilitiesOf(token)).toEqual(everything);
  });

  test("another organisation's prompts and resources are unknown", async () => {
    const { token } = await makeWorld();
    const other = await makeWorld();
    await addSecond(other);
    const before = scene.second.seen.length;
    const { error } = await modern("resources/read", { uri: "second-one+file:///notes.md" }, token);
    expect(error?.code).toBe(-32_602);
    expect(scene.second.seen.length).toBe(before);
  });

  test.each([
    ["prompts/get", {}],
    ["prompts/get", { name: 1 }],
    ["resources/read", { uri: null }],
    ["completion/complete", { ref: "x" }],
    ["completion/complete", { ref: { type: "ref/prompt", name: "greet" } }],
  ])("%s with %j is -32602", async (method, params) => {
    const { token } = await makeWorld();
    expect((await legacy(method, params, token)).error?.code).toBe(-32_602);
  });
});
