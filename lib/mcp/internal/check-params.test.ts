import { describe, expect, test, vi } from "vitest";
import type { HeaderParam } from "#lib/catalog/read-header-params.ts";
import { findParamError, readParamHeaders, writeParamHeaders } from "./check-params.ts";
import type { McpRequest } from "./http.ts";

const REGION: HeaderParam = { header: "mcp-param-region", path: ["region"], type: "string" };
const LIMIT: HeaderParam = { header: "mcp-param-limit", path: ["page", "limit"], type: "integer" };
const DRY: HeaderParam = { header: "mcp-param-dry", path: ["dry"], type: "boolean" };
const PARAMS = [REGION, LIMIT, DRY];

const base64 = (text: string) => `=?base64?${Buffer.from(text).toString("base64")}?=`;
const withHeaders = (headers: Record<string, string>): McpRequest => ({
  method: "POST",
  path: "/api/mcp",
  headers,
  readBody: async () => null,
  signal: new AbortController().signal,
});
const judge = (headers: Record<string, string>, given?: string) =>
  findParamError(withHeaders(headers), PARAMS, given)?.code ?? null;

describe("headers that repeat arguments", () => {
  test.each([
    ["the same text", { "mcp-param-region": "eu" }, '{"region":"eu"}'],
    ["the same text, escaped in the body", { "mcp-param-region": "eu" }, String.raw`{"region":"\u0065u"}`],
    ["the same text in Base64", { "mcp-param-region": base64("Zürich\n") }, '{"region":"Zürich\\n"}'],
    ["what only begins like Base64", { "mcp-param-region": "=?base64?SGk=" }, '{"region":"=?base64?SGk="}'],
    ["an empty text", { "mcp-param-region": "" }, '{"region":""}'],
    ["the same integer", { "mcp-param-limit": "42" }, '{"page":{"limit":42}}'],
    ["the same integer, written otherwise", { "mcp-param-limit": "42.0" }, '{"page":{"limit":42}}'],
    ["the same integer with an exponent", { "mcp-param-limit": "100" }, '{"page":{"limit":1e2}}'],
    ["a large integer", { "mcp-param-limit": "9007199254740993" }, '{"page":{"limit":9007199254740993}}'],
    ["the same truth", { "mcp-param-dry": "true" }, '{"dry":true}'],
    ["nothing where nothing is", {}, "{}"],
    ["nothing where there are no arguments", {}, undefined],
    ["nothing for null", {}, '{"region":null,"page":null}'],
    ["nothing beside a header nobody knows", { "mcp-param-other": "x" }, "{}"],
  ])("pass with %s", (_name, headers, given) => expect(judge(headers, given)).toBeNull());

  test.each([
    ["missing", {}, '{"region":"eu"}'],
    ["another text", { "mcp-param-region": "us" }, '{"region":"eu"}'],
    ["another case", { "mcp-param-region": "EU" }, '{"region":"eu"}'],
    ["Base64 of another text", { "mcp-param-region": base64("us") }, '{"region":"eu"}'],
    ["Base64 without its padding", { "mcp-param-region": "=?base64?SGVsbG8?=" }, '{"region":"Hello"}'],
    ["no Base64", { "mcp-param-region": "=?base64?SGVs!!!bG8=?=" }, '{"region":"Hello"}'],
    ["not UTF-8", { "mcp-param-region": "=?base64?/w==?=" }, '{"region":"\u00ff"}'],
    ["beyond ASCII", { "mcp-param-region": "Z\u00fcrich" }, '{"region":"Zürich"}'],
    ["sent twice", { "mcp-param-region": "eu, eu" }, '{"region":"eu"}'],
    ["another integer", { "mcp-param-limit": "43" }, '{"page":{"limit":42}}'],
    [
      "a neighbour beyond 2^53",
      { "mcp-param-limit": "9007199254740992" },
      '{"page":{"limit":9007199254740993}}',
    ],
    ["a number in a text's place", { "mcp-param-region": "1.0" }, '{"region":"1"}'],
    ["sent for an argument that is not there", { "mcp-param-region": "eu" }, "{}"],
    ["sent where there are no arguments", { "mcp-param-region": "eu" }, undefined],
    ["sent for null", { "mcp-param-region": "eu" }, '{"region":null}'],
    ["sent for what is no primitive", { "mcp-param-region": "eu" }, '{"region":["us"]}'],
    ["left out for an argument that is there twice", {}, '{"page":{"limit":42,"limit":43}}'],
    ["another truth", { "mcp-param-dry": "TRUE" }, '{"dry":true}'],
  ])("are refused with -32020 when %s", (_name, headers, given) =>
    expect(judge(headers, given)).toBe(-32020),
  );

  test("go on as they came, known or not, and not at all when one is malformed", () => {
    const sent = { "mcp-param-a": "x", "mcp-param-b": base64("ü"), accept: "*/*" };
    expect(readParamHeaders(withHeaders(sent))).toEqual({ "mcp-param-a": "x", "mcp-param-b": base64("ü") });
    expect(readParamHeaders(withHeaders({ ...sent, "mcp-param-c": "ü" }))).toBeNull();
    expect(readParamHeaders(withHeaders({ ...sent, "mcp-param-c": "=?base64?!?=" }))).toBeNull();
  });

  test("are written for a client whose revision has none, and then pass", () => {
    for (const given of [
      '{"region":"Zürich","page":{"limit":9007199254740993},"dry":false}',
      '{"region":" a"}',
      "{}",
    ]) {
      expect(judge(writeParamHeaders(PARAMS, given), given)).toBeNull();
    }
    expect(writeParamHeaders(PARAMS, '{"region":null,"page":{"limit":7}}')).toEqual({
      "mcp-param-limit": "7",
    });
  });
});

test("K05: large arguments are read once, however many headers a tool's schema names", () => {
  const params = Array.from({ length: 200 }, (_, at): HeaderParam => {
    return {
      header: `mcp-param-p${at}`,
      path: at % 2 === 0 ? [`p${at}`] : ["page", `p${at}`],
      type: "string",
    };
  });
  const members = Array.from({ length: 1_000 }, (_, at) => `"m${at}":0`).join(",");
  const kept = vi.spyOn(Map.prototype, "set");
  const headers = writeParamHeaders(params, `{${members},"p0":"x","page":{"p1":"y"}}`);
  const { length } = kept.mock.calls;
  kept.mockRestore();
  expect(headers).toEqual({ "mcp-param-p0": "x", "mcp-param-p1": "y" });
  expect(length).toBeLessThan(2_000);
});
