import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type JsonMembers, readMembers } from "#lib/kernel/json-members.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { toModernHeaders } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scenes = { legacy: useGateway("legacy"), modern: useGateway("modern") };
type Era = keyof typeof scenes;

const MANY = { person: 1e6, client: 1e6, tenant: 1e6 };
beforeAll(() => setConfig({ ...getConfig(), mcp: { ...getConfig().mcp, callsPerMinute: MANY } }));

const RUNS = 60;
const PARAMS = { name: "list_agents" };
const CLAIM = `"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}`;

/** JSON as somebody else may write it: any spacing, numbers no double holds, escapes, names that mean something in code. */
const space = fc.constantFrom("", "", "", " ", "\n", "\t  ", "\n\n");
const numbers = fc.constantFrom(
  "1.0",
  "-0",
  "1e+2",
  "9007199254740993",
  "1E400",
  "0.1000000000000000055511151231257827",
);
const escapes = fc.constantFrom(
  '"\\u0061\\/\\ud800"',
  '"\\u2028é😀\u2028"',
  '"\\\\\\""',
  '"data: x\\n\\nid: 1"',
);
const name = fc.oneof(
  fc.constantFrom(
    '"__proto__"',
    '"constructor"',
    '"toString"',
    '"\\u0078"',
    '""',
    '"type"',
    '"text"',
    '"a b"',
  ),
  fc.string().map((text) => JSON.stringify(text)),
);
const { value } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(
      numbers,
      escapes,
      fc.constantFrom("null", "true", "false"),
      fc.string().map((text) => JSON.stringify(text)),
    ),
    fc
      .tuple(fc.array(tie("value"), { maxLength: 4 }), space)
      .map(([items, gap]) => `[${gap}${items.join(`${gap},`)}${gap}]`),
    tie("object"),
  ),
  object: objectOf(name, tie("value")),
}));
function objectOf(names: fc.Arbitrary<string>, values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const member = fc.tuple(names, values, space);
  return fc
    .uniqueArray(member, { maxLength: 5, selector: ([key]) => JSON.parse(key) as string })
    .map(
      (members) =>
        `{${members.map(([key, text, gap]) => `${gap}${key}${gap}:${gap}${text}${gap}`).join(",")}}`,
    );
}

/** Members that the revisions define and a gateway may touch are tried by themselves, below. */
const DEFINED = new Set(["_meta", "resultType", "ttlMs", "cacheScope", "structuredContent", "task"]);
const anyObject = objectOf(
  name.filter((key) => !DEFINED.has(JSON.parse(key) as string)),
  value,
);

const toEvent = (message: string) => `data: ${message.replaceAll("\n", "\ndata: ")}\n\n`;
/** The instance answers with that text, after progress where the client is to get an event stream. */
function answerWith(
  at: Era,
  result: string,
  { isStream, isLong }: { isStream: boolean; isLong: boolean },
): void {
  const said =
    at === "modern" ? `{"resultType":"complete",${result.trim().slice(1)}`.replace(/,\s*\}$/, "}") : result;
  scenes[at].fake.behave(({ id, params }, response) => {
    const message = `{"jsonrpc":"2.0","id":${String(id)},"result":${said}}`;
    if (!isStream) return response.writeHead(200, { "content-type": "application/json" }).end(message);
    const token = (params["_meta"] as { progressToken: number }).progressToken;
    const progress = `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1.0,"x":9007199254740993,"progressToken":${token}}}`;
    response.writeHead(200, { "content-type": "text/event-stream" });
    return response.end(`${isLong ? toEvent(progress) : ""}${toEvent(message)}`);
  });
}

type Pair = { era: Era; at: Era };

async function call({ era, at }: Pair, given: string, meta = ""): Promise<string> {
  const scene = scenes[at];
  const members = [era === "modern" ? CLAIM : "", `"progressToken":"p"`, meta].filter((text) => text !== "");
  const response = await scene.gateway.send({
    method: "POST",
    headers: {
      authorization: `Bearer ${scene.token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...(era === "modern" ? toModernHeaders("tools/call", PARAMS) : {}),
    },
    body: `{"jsonrpc":"2.0","id":"i","method":"tools/call","params":{"name":"list_agents","arguments":${given},"_meta":{${members.join(",")}}}}`,
  });
  expect(response.status).toBe(200);
  const text = await response.text();
  if (response.headers.get("content-type") !== "text/event-stream") return text;
  const events = text.split("\n\n").filter((event) => event.includes("data: "));
  const data = events.map((event) =>
    event
      .split("\n")
      .flatMap((line) => (line.startsWith("data: ") ? [line.slice(6)] : []))
      .join("\n"),
  );
  expect(data[0]).toContain(`"progress":1.0,"x":9007199254740993`);
  return data.at(-1) ?? "";
}

const read = (text: string | undefined): JsonMembers => readMembers(text ?? "") ?? new Map();
const resultOf = (answer: string) => read(answer).get("result");

describe.each<Pair>([
  { era: "modern", at: "legacy" },
  { era: "legacy", at: "legacy" },
  { era: "modern", at: "modern" },
  { era: "legacy", at: "modern" },
])("a $era client of a $at instance", (pair) => {
  const { era, at } = pair;
  const scene = scenes[at];
  test.each([
    ["JSON", { isStream: false, isLong: false }],
    ["an event stream", { isStream: true, isLong: false }],
    ["an event stream that goes on as one", { isStream: true, isLong: true }],
  ])("gets every byte of a result that came as %s", async (_kind, way) => {
    await fc.assert(
      fc.asyncProperty(anyObject, async (result) => {
        answerWith(at, result, way);
        const got = resultOf(await call(pair, "{}"));
        if (era === "legacy" && at === "legacy") expect(got).toBe(result);
        const members = new Map(read(got));
        expect(members.get("resultType")).toBe(era === "modern" ? '"complete"' : undefined);
        members.delete("resultType");
        expect(members.delete("_meta")).toBe(era === "modern");
        expect([...members]).toEqual([...read(result)]);
      }),
      { numRuns: RUNS },
    );
  });

  test("has every byte of its arguments and of its _meta sent on", async () => {
    await fc.assert(
      fc.asyncProperty(anyObject, value, async (given, mark) => {
        answerWith(at, '{"content":[]}', { isStream: false, isLong: false });
        await call(pair, given, `"io.example/told":${mark},"io.modelcontextprotocol/ui":1.0`);
        const params = read(
          read(scene.fake.seen.findLast(({ message }) => message?.method === "tools/call")?.text).get(
            "params",
          ),
        );
        expect(params.get("arguments")).toBe(given);
        const told = [...read(params.get("_meta")).keys()].filter(
          (key) => !/^io\.modelcontextprotocol\/(?:protocolVersion|client)/.test(key),
        );
        expect(told).toEqual(["progressToken", "io.example/told", "io.modelcontextprotocol/ui"]);
        expect(read(params.get("_meta")).get("io.example/told")).toBe(mark);
      }),
      { numRuns: RUNS },
    );
  });

  test("gets what stands in a result's _meta, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(anyObject, async (meta) => {
        answerWith(at, `{"_meta":${meta},"content":[]}`, { isStream: false, isLong: false });
        const got = read(read(resultOf(await call(pair, "{}"))).get("_meta"));
        const members = new Map(got);
        expect(members.delete("io.modelcontextprotocol/serverInfo")).toBe(era === "modern");
        expect([...members]).toEqual([...read(meta)]);
      }),
      { numRuns: RUNS },
    );
  });

  test("gets every byte of the data of an error that is the tool's own", async () => {
    await fc.assert(
      fc.asyncProperty(value, async (data) => {
        const error = `{"code":7,"message":"\\u0061","data":${data},"more":1.0}`;
        scene.fake.behave(({ id }, response) =>
          response
            .writeHead(200, { "content-type": "application/json" })
            .end(`{"jsonrpc":"2.0","id":${String(id)},"error":${error}}`),
        );
        expect([...read(read(await call(pair, "{}")).get("error"))]).toEqual([...read(error)]);
      }),
      { numRuns: RUNS },
    );
  });
});
