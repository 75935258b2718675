import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { useRawUpstream } from "#lib/testing/use-raw-upstream.ts";
import { shortenList } from "./shorten-list.ts";

useRawUpstream();

const answer = (...tools: string[]) =>
  `{"jsonrpc":"2.0","id":1,"result":{"tools":[${tools.join(",")}],"x":1}}`;
const listed = (text: string) =>
  (JSON.parse(shortenList(text)) as { result: { tools: unknown[] } }).result.tools;
const GOOD = '{"name":"list_tags","inputSchema":{"type":"object"}}';
const LONG = "x".repeat(200_000);

test("an ordinary answer is what it was, byte for byte", () => {
  const text = ` { "id" : 1 , "result" : { "tools" : [ ${GOOD} , {"n":9007199254740993} ] } } `;
  expect(shortenList(text)).toBe(text);
});

describe("a tool that is", () => {
  test.each([
    ["long", `{"name":"a","inputSchema":{"type":"object","enum":["${LONG}"]}}`, ["too_large", "a"]],
    ["long and names itself last", `{"description":"${LONG}","name":"a"}`, ["too_large", "a"]],
    ["long and has no name", `{"description":"${LONG}"}`, ["too_large", ""]],
    ["long and no object", `"${LONG}"`, ["too_large", ""]],
    ["long in its name", `{"name":"${LONG}"}`, ["too_large", ""]],
    ["long and named twice", `{"name":"a","name":"b","c":"${LONG}"}`, ["too_large", ""]],
    ["long and named by no text", `{"name":[1],"c":"${LONG}"}`, ["too_large", ""]],
    ["deep", `{"name":"a","inputSchema":${"[".repeat(5_000)}${"]".repeat(5_000)}}`, ["too_deep", "a"]],
  ])("%s is cut down to its name", (_name, tool, cut) => {
    expect(listed(answer(GOOD, tool, GOOD))).toEqual([JSON.parse(GOOD), cut, JSON.parse(GOOD)]);
  });

  test("as deep as a tool may be stays", () => {
    const tool = `{"name":"a","x":${"[".repeat(99)}${"]".repeat(99)}}`;
    expect(listed(answer(tool))).toEqual([JSON.parse(tool)]);
  });
});

test("what else the answer says stays", () => {
  const text = answer(`{"name":"a","b":"${LONG}"}`);
  expect(JSON.parse(shortenList(text))).toEqual({
    jsonrpc: "2.0",
    id: 1,
    result: { tools: [["too_large", "a"]], x: 1 },
  });
});

test.each([
  ["an error", '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"no"}}'],
  ["no list", '{"result":{"tools":{}}}'],
  ["a batch", `[${answer(`{"b":"${LONG}"}`)}]`],
  ["no JSON", `{"result":{"tools":[}${LONG}`],
  ["a broken escape", `{"\\x":1,"result":{"tools":["${LONG}"]}}`],
  ["a result named twice", `{"result":{"tools":["${LONG}"]},"result":{}}`],
  ["thousands of tools", answer(...Array.from({ length: 6_000 }, () => "1"), `"${LONG}"`)],
])("%s is left as it is", (_name, text) => expect(shortenList(text)).toBe(text));

test("whatever the text, it ends and does not throw", () => {
  const piece = fc.constantFrom(
    '{"result":{"tools":[',
    "{",
    "}",
    "[",
    "]",
    '"',
    ",",
    ":",
    "\\",
    "1",
    '"name":',
    " ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      expect(typeof shortenList(pieces.join(""))).toBe("string");
    }),
  );
});
