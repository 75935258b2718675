import { expect, test } from "vitest";
import type { UpstreamReply } from "#lib/upstreams/open-session.ts";
import { classifyOutcome } from "./classify-outcome.ts";

const reply = (result: { [member: string]: unknown }): UpstreamReply => ({
  ok: true,
  result,
  text: JSON.stringify(result),
});
const say = (value: unknown, more: object = {}) =>
  reply({ content: [{ type: "text", text: JSON.stringify(value, null, 2) }], ...more });

test.each([
  ["a result", say([{ name: "a" }]), { outcome: "ok" }],
  [
    "a denial",
    say({ error: "Access denied", reason: "not shared", caller: "a", target: "b" }),
    { outcome: "denied", layer: "instance" },
  ],
  [
    "a busy agent",
    say({ status: "agent_busy", retry_after_seconds: 3 }),
    { outcome: "tool_error", reason: "busy" },
  ],
  ["a queued run", say({ status: "queued_timeout", execution_id: "e" }), { outcome: "ok" }],
  ["a tool's own error", say({}, { isError: true }), { outcome: "tool_error" }],
  [
    "words that only talk of a denial",
    reply({ content: [{ type: "text", text: "Access denied" }] }),
    { outcome: "ok" },
  ],
  [
    "a denial quoted in a long result",
    say({ error: "Access denied", log: "x".repeat(5_000) }),
    { outcome: "ok" },
  ],
  ["a wish for more input", reply({ resultType: "input_required" }), { outcome: "asked" }],
  [
    "refused arguments",
    { ok: true, error: { code: -32602, message: "" } } as UpstreamReply,
    { outcome: "tool_error", reason: "bad_arguments" },
  ],
  ["no key", null, { outcome: "upstream_failed", reason: "no_key" }],
  [
    "a 401 of the instance",
    { ok: false, reason: "refused_key", status: 401 } as UpstreamReply,
    { outcome: "upstream_failed", reason: "refused_key" },
  ],
  [
    "a flood",
    { ok: false, reason: "protocol", net: "too_large" } as UpstreamReply,
    { outcome: "upstream_failed", reason: "too_large" },
  ],
  [
    "a client that left",
    { ok: false, reason: "aborted" } as UpstreamReply,
    { outcome: "cancelled", reason: "client" },
  ],
])("%s is recognised for what it is", (_name, given, judged) => {
  expect(classifyOutcome(given)).toEqual(judged);
});
