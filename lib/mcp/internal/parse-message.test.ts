import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMessage } from "./parse-message.ts";

const parse = (text: string) => parseMessage(Buffer.from(text), 200);
const kindOf = (text: string) => {
  const parsed = parse(text);
  return parsed.ok ? parsed.message.kind : parsed.refusal.status;
};

test("a request keeps the bytes of its id, its params and their members", () => {
  const parsed = parse(
    '{"jsonrpc":"2.0", "id" : "\\u0061" ,"method":"m","params": {"a" : 1.0,"b":9007199254740993}}',
  );
  if (!parsed.ok || parsed.message.kind !== "request") throw new Error("It is no request.");
  const { id, idText, paramsText, members } = parsed.message;
  expect([id, idText, paramsText]).toEqual(["a", '"\\u0061"', '{"a" : 1.0,"b":9007199254740993}']);
  expect([...members]).toEqual([
    ["a", "1.0"],
    ["b", "9007199254740993"],
  ]);
});

describe("what a client answers is told apart", () => {
  test.each([
    ['{"jsonrpc":"2.0","id":1,"result":{"a": 1.0}}', { result: '{"a": 1.0}' }],
    ['{"jsonrpc":"2.0","id":"q","error":{"code":-1,"message":"no"}}', { error: { code: -1, message: "no" } }],
  ])("%s", (text, answer) => {
    expect(parse(text)).toMatchObject({ ok: true, message: { kind: "response", answer } });
  });

  test.each([
    '{"jsonrpc":"2.0","id":1}',
    '{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}',
    '{"jsonrpc":"2.0","result":{}}',
    '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":""}}',
    '{"jsonrpc":"2.0","id":1,"result":[]}',
    '{"jsonrpc":"2.0","id":1,"error":{"code":1.5,"message":""}}',
    '{"jsonrpc":"2.0","id":1,"result":{},"result":{}}',
  ])("G14: %s is refused", (text) => {
    expect(kindOf(text)).toBe(400);
  });
});

describe("G15: what an instance that ignores case would take for another is refused", () => {
  test.each([
    '{"name":"allowed","Name":"forbidden"}',
    '{"name":"allowed","arguments":{"agent_name":"billing"},"Arguments":{"agent_name":"root"}}',
    String.raw`{"name":"allowed","argument\u017f":{"agent_name":"root"}}`,
    '{"uri":"file:///a","URI":"file:///b"}',
    '{"name":"allowed","requeststate":"forged"}',
    '{"name":"allowed","_META":{"progressToken":1}}',
    '{"name":"allowed","_meta":{"ProgressToken":1}}',
    '{"name":"allowed","_meta":{"IO.modelcontextprotocol/clientCapabilities":{}}}',
  ])("%s", (params) => {
    expect(kindOf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`)).toBe(400);
  });

  test("names of its own, and a tool's arguments, are left alone", () => {
    const params =
      '{"name":"a","arguments":{"Name":1,"name":2},"Title":1,"meta":{},"_meta":{"Mine":1,"progressToken":1}}';
    expect(kindOf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`)).toBe("request");
  });
});

test("whatever bytes come, they are a message or a refusal", () => {
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    '"jsonrpc":"2.0"',
    '"id":1',
    '"method":"m"',
    '"params":{',
    '"_meta":{',
    '"a"',
    "1",
    "null",
    " ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.array(pieces).map((some) => Buffer.from(some.join(""))),
      ),
      (bytes) => {
        const parsed = parseMessage(bytes, 20);
        expect(parsed.ok || parsed.refusal.status === 400).toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
});
