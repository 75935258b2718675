import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { ArgumentKind, ArgumentLimit } from "#lib/catalog/narrow-schema.ts";
import { limitArguments } from "./limit-arguments.ts";

const limit = (
  allowed: readonly string[] = ["quote-desk", "billing"],
  kind: ArgumentKind = "text",
  argument = "agent_name",
): ArgumentLimit => ({ argument, kind, allowed });
const passes = (text: string | undefined, ...limits: ArgumentLimit[]) => limitArguments(limits, text).ok;

test("without limits nothing is read and nothing changes", () => {
  for (const text of [undefined, "{}", '{"a":1,"a":2}', "nonsense"]) {
    expect(limitArguments([], text)).toEqual({ ok: true, text });
  }
});

test("an allowed value passes as the bytes that came", () => {
  const text = '{ "n": 12345678901234567890, "agent_name" : "quote\\u002ddesk" }';
  expect(limitArguments([limit()], text)).toEqual({ ok: true, text });
});

describe("one who tries to get past a limit", () => {
  test.each([
    ["names somebody else", '{"agent_name":"root"}'],
    ["adds a space", '{"agent_name":"billing "}'],
    ["changes case", '{"agent_name":"Billing"}'],
    ["uses a look-alike letter", '{"agent_name":"bi\u217cling"}'],
    ["hides a character", '{"agent_name":"bill\u200bing"}'],
    ["ends it early", '{"agent_name":"billing\\u0000root"}'],
    ["sends a list", '{"agent_name":["billing"]}'],
    ["sends a list with one more", '{"agent_name":["billing","root"]}'],
    ["sends an object", '{"agent_name":{"toString":"billing"}}'],
    ["sends null", '{"agent_name":null}'],
    ["sends true", '{"agent_name":true}'],
    ["sends nothing", "{}"],
    ["sends no arguments", undefined],
    ["nests it", '{"x":{"agent_name":"billing"}}'],
    ["says it twice", '{"agent_name":"billing","agent_name":"root"}'],
    ["says it twice, once escaped", '{"agent_name":"billing","agent\\u005fname":"root"}'],
    ["says it only escaped", '{"agent\\u005fname":"root"}'],
    ["says it in another spelling", '{"agent_name":"billing","agentName":"root"}'],
    ["says it in another case", '{"agent_name":"billing","AGENT_NAME":"root"}'],
    ["says it in full width", '{"agent_name":"billing","\uff41gent_name":"root"}'],
    ["puts it on the prototype", '{"__proto__":{"agent_name":"billing"}}'],
    ["sends no object", '["billing"]'],
  ])("%s: is refused", (_case, text) => {
    expect(passes(text, limit())).toBe(false);
  });

  test.each([
    ["a string where a list is expected", '{"agents":"billing"}'],
    ["an empty list, which may mean all", '{"agents":[]}'],
    ["one element that is not allowed", '{"agents":["billing","root"]}'],
    ["a list in a list", '{"agents":[["billing"]]}'],
    ["a hole of null", '{"agents":["billing",null]}'],
  ])("%s: is refused", (_case, text) => {
    expect(passes(text, limit(["quote-desk", "billing"], "list", "agents"))).toBe(false);
  });

  test("whatever JSON comes, what passes names only what is allowed", () => {
    const key = fc.constantFrom("agent_name", "agentName", "agents", "__proto__", "constructor", "x");
    const value = fc.oneof(fc.constantFrom("billing", "root", "quote-desk"), fc.jsonValue());
    const limits = [limit(), limit(["billing", "quote-desk"], "list", "agents")];
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(value, fc.array(value))), (sent) => {
        const limited = limitArguments(limits, JSON.stringify(sent));
        if (!limited.ok) return true;
        const seen = JSON.parse(limited.text ?? "{}") as { agent_name: unknown; agents: unknown[] };
        const names = [seen.agent_name, ...seen.agents];
        return names.every((name) => name === "billing" || name === "quote-desk");
      }),
    );
  });
});

describe("an argument with one allowed value", () => {
  test("is filled in after what came", () => {
    const limited = limitArguments([limit(["billing"])], '{"n":1e400,"message":"hi"}');
    expect(limited).toEqual({ ok: true, text: '{"n":1e400,"message":"hi","agent_name":"billing"}' });
    expect(limitArguments([limit(["billing"])], undefined)).toEqual({
      ok: true,
      text: '{"agent_name":"billing"}',
    });
  });

  test("is filled in as a list where a list is expected", () => {
    const limited = limitArguments([limit(["billing"], "list", "agents")], "{}");
    expect(limited).toEqual({ ok: true, text: '{"agents":["billing"]}' });
  });

  test("may be named by a client that read an older list, but not be another", () => {
    expect(passes('{"agent_name":"billing"}', limit(["billing"]))).toBe(true);
    expect(passes('{"agent_name":"root"}', limit(["billing"]))).toBe(false);
    expect(passes('{"agentName":"root"}', limit(["billing"]))).toBe(false);
  });
});

test("every limit has to be kept, and the refusal says which is not", () => {
  const limits = [limit(), limit(["small", "large"], "text", "model")];
  expect(limitArguments(limits, '{"agent_name":"billing"}')).toMatchObject({
    ok: false,
    isMissing: true,
    limit: { argument: "model" },
  });
  expect(passes('{"agent_name":"billing","model":"small"}', ...limits)).toBe(true);
});

test("an argument that is a string or a list takes both forms", () => {
  const either = limit(["billing", "quote-desk"], "either");
  expect(passes('{"agent_name":"billing"}', either)).toBe(true);
  expect(passes('{"agent_name":["billing"]}', either)).toBe(true);
  expect(passes('{"agent_name":["root"]}', either)).toBe(false);
});

describe("K05: arguments somebody made to be slow to look at", () => {
  test("each name is looked at once, however many limits there are", () => {
    const limits = Array.from({ length: 100 }, (_, at) => limit(["a"], "text", `argument_${at}`));
    const names = Array.from({ length: 500 }, (_, at) => `"\u00fc${at}":0`);
    const folded = vi.spyOn(String.prototype, "normalize");
    limitArguments(limits, `{${names.join(",")}}`);
    const { length } = folded.mock.calls;
    folded.mockRestore();
    expect(length).toBe(500);
  });

  test("a name longer than any argument's is refused unread", () => {
    const folded = vi.spyOn(String.prototype, "normalize");
    const limited = limitArguments([limit()], `{"agent_name":"billing","${"\ufdfa".repeat(100_000)}":0}`);
    const { length } = folded.mock.calls;
    folded.mockRestore();
    expect([limited.ok, length]).toEqual([false, 0]);
  });
});
