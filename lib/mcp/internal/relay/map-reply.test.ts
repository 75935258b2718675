import { describe, expect, test } from "vitest";
import type { JsonObject } from "#lib/kernel/json.ts";
import { writeError } from "./map-error.ts";
import { writeReply } from "./map-reply.ts";

const SERVER = '{"name":"trinity-connect","title":"Trinity Connect","version":"0.1.0"}';
const OURS = `"io.modelcontextprotocol/serverInfo":${SERVER}`;
const reply = (era: "modern" | "legacy", text: string, method = "tools/call") =>
  writeReply(era, '"i"', method, { result: JSON.parse(text) as JsonObject, text }).replace(
    /^\{"jsonrpc":"2\.0","id":"i","result":(.*)\}$/s,
    "$1",
  );

describe("a result for a client of 2026-07-28", () => {
  test.each([
    ['{"a":1.0}', `{"a":1.0,"resultType":"complete","_meta":{${OURS}}}`],
    ["{ }", `{"resultType":"complete","_meta":{${OURS}}}`],
    ['{"_meta":{"b":1.0},"resultType":"complete"}', `{"_meta":{"b":1.0,${OURS}},"resultType":"complete"}`],
    [
      '{"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"theirs"}}}',
      `{"_meta":{${OURS}},"resultType":"complete"}`,
    ],
    ['{"_meta":7}', `{"_meta":{${OURS}},"resultType":"complete"}`],
    [
      '{"resultType":"input_required","requestState":"s"}',
      `{"resultType":"input_required","requestState":"s","_meta":{${OURS}}}`,
    ],
    ['{"resultType":"of-an-extension"}', `{"resultType":"of-an-extension","_meta":{${OURS}}}`],
    ['{"resultType":7}', `{"resultType":"complete","_meta":{${OURS}}}`],
  ])("%s says how it ended and who answers", (given, expected) => {
    expect(reply("modern", given)).toBe(expected);
  });

  test("G28: a resource that was read is this person's alone", () => {
    const read = (text: string) => JSON.parse(reply("modern", text, "resources/read")) as JsonObject;
    expect(read('{"contents":[]}')).toMatchObject({ ttlMs: 0, cacheScope: "private" });
    const shared = '{"resultType":"complete","contents":[],"ttlMs":60000,"cacheScope":"public"}';
    expect(read(shared)).toMatchObject({ ttlMs: 60_000, cacheScope: "private" });
    expect(read('{"contents":[],"ttlMs":-1}')).toMatchObject({ ttlMs: 0 });
    const asked = read('{"resultType":"input_required","requestState":"s"}');
    expect([Object.hasOwn(asked, "ttlMs"), Object.hasOwn(asked, "cacheScope")]).toEqual([false, false]);
  });
});

describe("a result for a client of the older revisions", () => {
  test.each([
    [
      "has nothing taken away that came from an older instance",
      '{"ttlMs":1,"a": 1.0}',
      '{"ttlMs":1,"a": 1.0}',
    ],
    [
      "has nothing that only 2026-07-28 has",
      `{"resultType":"complete","a": 1.0,"ttlMs":5,"cacheScope":"public","_meta":{"io.modelcontextprotocol/serverInfo":{}}}`,
      '{"a":1.0}',
    ],
    [
      "keeps what else stands in its _meta",
      `{"resultType":"complete","_meta":{"b":1e2,"io.modelcontextprotocol/serverInfo":{}}}`,
      '{"_meta":{"b":1e2}}',
    ],
    [
      "has structured content that is an object",
      '{"resultType":"complete","structuredContent":[1.0]}',
      '{"structuredContent":{"result":[1.0]}}',
    ],
    [
      "and leaves it alone where it is one",
      '{"resultType":"complete","structuredContent":{"x":1.0}}',
      '{"structuredContent":{"x":1.0}}',
    ],
  ])("%s", (_name, given, expected) => {
    expect(reply("legacy", given)).toBe(expected);
  });
});

describe("an error", () => {
  const codeOf = (era: "modern" | "legacy", code: number, data?: object) => {
    const text = JSON.stringify({ code, message: "m", data });
    const { message, status } = writeError(era, "1", { code, message: "m", data, text });
    return [(JSON.parse(message) as { error: { code: number } }).error.code, status];
  };

  test.each([
    [-32002, [-32602, 200], [-32002, 200]],
    [-32042, [-32603, 200], [-32042, 200]],
    [-32020, [-32603, 200], [-32603, 200]],
    [-32021, [-32603, 200], [-32603, 200]],
    [-32022, [-32603, 200], [-32603, 200]],
    [-32099, [-32603, 200], [-32603, 200]],
    [-32601, [-32601, 404], [-32601, 200]],
    [-32602, [-32602, 200], [-32602, 200]],
    [-32000, [-32000, 200], [-32000, 200]],
    [7, [7, 200], [7, 200]],
  ])("of code %i never means what this hop means by it", (code, modern, legacy) => {
    expect([codeOf("modern", code), codeOf("legacy", code)]).toEqual([modern, legacy]);
  });

  test("about a capability the client lacks is 400 in 2026-07-28, and our words before", () => {
    const data = { requiredCapabilities: { sampling: {} } };
    expect([codeOf("modern", -32021, data), codeOf("legacy", -32021, data)]).toEqual([
      [-32021, 400],
      [-32603, 200],
    ]);
  });

  test("keeps message, data and unknown members as they came", () => {
    const text = '{"code":-32002,"message":"\\u0061","data":{"uri":1.0},"more": [9007199254740993]}';
    expect(writeError("modern", "1", { code: -32002, message: "a", text }).message).toBe(
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"\\u0061","data":{"uri":1.0},"more":[9007199254740993]}}',
    );
  });
});
