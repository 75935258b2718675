import { describe, expect, test } from "vitest";
import { answerFeatures } from "#lib/testing/answer-features.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { answerJson, type Behaviour } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import {
  ALL_FEATURES,
  DEAD_URL,
  FEATURE_KEY,
  FILES,
  GREET,
  NOTES,
  driveFeatures,
  readProblems,
  useFeatures,
} from "#lib/testing/use-features.ts";

useDatabase();
const scene = useFeatures();
const { makeWorld, addSecond, modern, legacy } = driveFeatures(scene);

describe("several instances", () => {
  test("the first keeps its names; the others' are prefixed, lead back and come back in answers", async () => {
    const world = await makeWorld();
    const { token } = world;
    await addSecond(world);
    const listed = async (method: string, member: string) =>
      (await modern(method, {}, token)).result?.[member];
    expect(await listed("prompts/list", "prompts")).toEqual([GREET, { ...GREET, name: "second_one_greet" }]);
    const there = "second-one+file:///notes.md";
    expect(await listed("resources/list", "resources")).toEqual([NOTES, { ...NOTES, uri: there }]);
    expect(await listed("resources/templates/list", "resourceTemplates")).toEqual([
      FILES,
      { ...FILES, uriTemplate: "second-one+file:///{path}" },
    ]);
    for (const send of [modern, legacy]) {
      const got = await send("prompts/get", { name: "second_one_greet" }, token);
      expect(got.text).toContain(JSON.stringify('{"name":"greet"}'));
      expect(got.text).toContain('"uri":"second-one+file:///in-prompt"');
      const read = await send("resources/read", { uri: there }, token);
      expect(read.result?.["contents"]).toEqual([{ uri: there, text: JSON.stringify({ uri: NOTES.uri }) }]);
      const ref = { type: "ref/resource", uri: "second-one+file:///{path}" };
      const completed = await send(
        "completion/complete",
        { ref, argument: { name: "path", value: "n" } },
        token,
      );
      expect(completed.text).toContain("file:///{path}");
      expect(completed.text).not.toContain("second-one+");
      expect((await send("prompts/get", { name: "greet" }, token)).text).toContain(
        '"uri":"file:///in-prompt"',
      );
    }
  });

  test("a resource in another instance's tool result leads back to it; everything else in it is as it came", async () => {
    const world = await makeWorld();
    await addSecond(world);
    const link = '{"type":"resource_link","uri":"file:///a","name":"a","size":1.0}';
    const embedded = '{"type":"resource","resource":{"text":"x","uri":"file:///b"},"uri":"kept"}';
    const result = `{"content":[{"type":"text","text":"file:///a"},${link},${embedded}],"n":1.0,"uri":"kept"}`;
    const answer: Behaviour = ({ id }, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(`{"jsonrpc":"2.0","id":${id},"result":${result}}`);
    };
    scene.first.behave(answer);
    scene.second.behave(answer);
    const call = async (name: string) => (await legacy("tools/call", { name }, world.token)).text;
    expect(await call("list_agents")).toContain(result);
    const there = result
      .replace('"uri":"file:///a"', '"uri":"second-one+file:///a"')
      .replace('"uri":"file:///b"', '"uri":"second-one+file:///b"');
    expect(await call("second_one_list_tags")).toContain(there);
  });

  test("a dead instance hides no other, and is noted as down; a list without it is not to be remembered", async () => {
    const world = await makeWorld();
    await addSecond(world, DEAD_URL, "dead");
    for (const [method, member] of [
      ["prompts/list", "prompts"],
      ["resources/list", "resources"],
    ] as const) {
      const { result } = await modern(method, {}, world.token);
      expect(result).toMatchObject({ [member]: [expect.anything()], ttlMs: 0 });
    }
    const problems = await readProblems(world);
    expect(problems).toEqual({ Production: null, Second: "unreachable" });
  });

  test("when none answers, that is the answer: an error that names the instance and since when", async () => {
    const tenant = await mintTenant();
    const spec = { url: DEAD_URL, key: FEATURE_KEY, tools: [], declared: ALL_FEATURES };
    await mintUpstream(tenant, spec);
    await mintUpstream(tenant, { ...spec, slug: "dead", name: "Second" });
    const owner = await mintMember(tenant, "owner");
    const { token } = await mintGrantWithToken(owner, { groups: ["other.read"] });
    const { status, error } = await legacy("prompts/list", {}, token);
    expect([status, error?.code]).toEqual([200, -32_603]);
    expect(error?.message).toMatch(/The Trinity instance "Production" cannot be reached, since/);
  });

  test("every page of each is followed, in the order of the instances", async () => {
    const world = await makeWorld();
    await addSecond(world, scene.second.url, "z");
    const five = ["a", "b", "c", "d", "e"].map((name) => ({ name }));
    scene.first.behave(answerFeatures({ prompts: five, pageSize: 2 }));
    scene.second.behave(answerFeatures({ prompts: five.slice(0, 3), pageSize: 1 }));
    const { result } = await legacy("prompts/list", {}, world.token);
    const listed = (result?.["prompts"] ?? []) as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e", "z_a", "z_b", "z_c"]);
    expect(result).not.toHaveProperty("nextCursor");
    expect((await legacy("prompts/list", { cursor: "at-2" }, world.token)).error?.code).toBe(-32_602);
  });

  test("pages without end are followed only so far", async () => {
    const world = await makeWorld();
    await addSecond(world);
    let page = 0;
    scene.first.behave(({ id }, response) => {
      page += 1;
      const result = { prompts: [{ name: `p${page}` }], nextCursor: `c${page}` };
      answerJson(response, 200, { jsonrpc: "2.0", id, result });
    });
    const { result } = await legacy("prompts/list", {}, world.token);
    expect(page).toBe(20);
    expect(result?.["prompts"]).toHaveLength(21);
  });

  test("a name of the first instance's that looks like another's stays the first's, as in the list", async () => {
    const world = await makeWorld();
    await addSecond(world, scene.second.url, "second");
    scene.first.behave(
      answerFeatures({ prompts: [{ name: "second_greet" }], resources: [{ uri: "second+x:1", name: "x" }] }),
    );
    const { result } = await modern("prompts/list", {}, world.token);
    expect(result?.["prompts"]).toEqual([{ name: "second_greet" }]);
    const before = scene.first.count("prompts/get");
    expect((await modern("prompts/get", { name: "second_greet" }, world.token)).error).toBeUndefined();
    expect(scene.first.count("prompts/get")).toBe(before + 1);
    const resources = await modern("resources/list", {}, world.token);
    expect(resources.result?.["resources"]).toEqual([{ ...NOTES, uri: "second+file:///notes.md" }]);
  });
});

describe("hostile lists", () => {
  test("what cannot be offered is left out one by one; the rest stays as it came", async () => {
    const { token } = await makeWorld();
    const entries = [
      '{"name":"good", "n": 1}',
      '{"name":"good","n":2}',
      '{"name":"twice","name":"again"}',
      '{"name":"bell\\u0007"}',
      '{"name":"flipped\\u202e"}',
      '{"name":"half\\ud800"}',
      `{"name":"${"n".repeat(257)}"}`,
      `{"name":"big","description":"${"d".repeat(70_000)}"}`,
      '{"name":""}',
      '{"name":5}',
      "{}",
      "null",
      "[]",
      '{"name":"last"}',
    ];
    scene.first.behave(({ id }, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(`{"jsonrpc":"2.0","id":${id},"result":{"prompts":[${entries.join(" , ")}]}}`);
    });
    const { text } = await legacy("prompts/list", {}, token);
    expect(text).toContain(`"prompts":[${entries[0]},${entries.at(-1)}]`);
  });

  test("a list that is none is an error in our words", async () => {
    const { token } = await makeWorld();
    for (const result of [{}, { prompts: {} }, { prompts: "x" }]) {
      scene.first.behave(({ id }, response) => answerJson(response, 200, { jsonrpc: "2.0", id, result }));
      const { error } = await modern("prompts/list", {}, token);
      expect(error).toMatchObject({
        code: -32_603,
        message: expect.stringContaining("answers we cannot read"),
      });
    }
    scene.first.behave(({ id }, response) =>
      answerJson(response, 200, { jsonrpc: "2.0", id, error: { code: -32_000, message: "SECRET" } }),
    );
    expect((await modern("prompts/list", {}, token)).text).not.toContain("SECRET");
  });
});
