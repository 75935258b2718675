import { expect, test } from "vitest";
import type { HeaderParam } from "#lib/catalog/read-header-params.ts";
import { readMembers } from "#lib/kernel/json-members.ts";
import type { CallContext } from "../call-context.ts";
import type { RpcRequest } from "../parse-message.ts";
import { matchParams } from "./match-params.ts";

const AGENT: HeaderParam = { header: "mcp-param-agent", path: ["agent_name"], type: "string" };

function match(era: "modern" | "legacy", headers: Record<string, string>, argumentsText: string) {
  const context = { request: { headers }, era } as unknown as CallContext;
  const members = readMembers(`{"name":"x","arguments":${argumentsText}}`);
  return matchParams(context, { members } as unknown as RpcRequest, [AGENT]);
}
function written(era: "modern" | "legacy", headers: Record<string, string>, sent: string) {
  const matched = match(era, headers, "{}");
  return matched.ok ? matched.write(sent) : matched.error;
}

test.each(["modern", "legacy"] as const)(
  "%s: an argument we filled in is said in its header, and never what the client's says",
  (era) => {
    const filled = '{"agent_name":"quote-desk"}';
    const expected = { "mcp-param-agent": "quote-desk" };
    expect(written(era, {}, filled)).toEqual(expected);
    const contradicted = written(era, { "mcp-param-agent": "root" }, filled);
    // The header of a client that has one repeats an argument it did not send.
    if (era === "modern") expect(contradicted).toMatchObject({ code: -32020 });
    else expect(contradicted).toEqual(expected);
  },
);

test("a header we know nothing of goes on as it came, in the revision that has them", () => {
  const headers = { "mcp-param-other": "x", accept: "y" };
  expect(written("modern", headers, "{}")).toEqual({ "mcp-param-other": "x" });
  expect(written("legacy", headers, "{}")).toEqual({});
});

test("a header that says something else than the body is refused", () => {
  expect(match("modern", { "mcp-param-agent": "root" }, '{"agent_name":"sales"}')).toMatchObject({
    ok: false,
  });
  expect(match("modern", {}, '{"agent_name":"sales"}')).toMatchObject({ ok: false });
});
