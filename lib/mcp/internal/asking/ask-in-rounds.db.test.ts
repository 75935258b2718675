import { beforeEach, expect, test, vi } from "vitest";
import { newId } from "#lib/kernel/ids.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import type { UpstreamReply, UpstreamRequest } from "#lib/upstreams/open-session.ts";
import type { ClientAnswer } from "./ask-client.ts";
import { writeAnswer } from "./ask-client.ts";
import { askInRounds } from "./ask-in-rounds.ts";
import { deliverReply } from "./deliver-reply.ts";
import { readQuestionId } from "./question-id.ts";
import type { InputRequired } from "./read-input.ts";

useDatabase();

const owner = { tenantId: newId(), personId: newId(), grantId: newId() } as never;
const FORM = { method: "elicitation/create", params: { message: "?", requestedSchema: {} } };
const DONE: UpstreamReply = { ok: true, result: { content: [] }, text: '{"content":[]}' };

const required = (result: JsonObject): InputRequired => {
  const whole = { resultType: "input_required", ...result };
  return { ok: true, result: whole, text: JSON.stringify(whole) };
};

let sent: string[] = [];
let asked: JsonObject[] = [];
beforeEach(() => {
  [sent, asked] = [[], []];
});

/** An instance that gives these replies in turn, and a client that answers all questions with one answer. */
async function run(
  first: InputRequired,
  replies: UpstreamReply[],
  answer?: ClientAnswer,
  method = "tools/call",
) {
  const link = {
    request: ({ params }: UpstreamRequest) => {
      sent.push(params);
      return Promise.resolve(replies.shift() ?? DONE);
    },
  };
  const send = (text: string) => {
    const message = JSON.parse(text) as { id?: string; method: string };
    asked.push(message);
    const id = readQuestionId(message.id, owner);
    if (id !== null && answer !== undefined) void deliverReply(id, owner, writeAnswer(answer));
  };
  const given = {
    link,
    request: { method, params: '{"name":"x","requestState":"old"}' },
    options: {},
    target: { upstreamName: "Berlin" },
  };
  const asker = { owner, capabilities: { elicitation: { form: {}, url: {} } }, send };
  return await askInRounds(given as never, asker, first);
}
const ACCEPT: ClientAnswer = { result: '{"action":"accept","n":9007199254740993}' };

test("the answers and the instance's own state go back as the bytes they are", async () => {
  const first = required({ inputRequests: { "a b": FORM }, requestState: 's"1' });
  expect(await run(first, [], ACCEPT)).toBe(DONE);
  expect(sent).toEqual([
    '{"name":"x","requestState":"s\\"1","inputResponses":{"a b":{"action":"accept","n":9007199254740993}}}',
  ]);
});

test("a state of an earlier round is not sent again", async () => {
  await run(required({ inputRequests: { a: FORM } }), [], ACCEPT);
  expect(JSON.parse(sent[0] ?? "")).not.toHaveProperty("requestState");
});

test("a page to be opened gets the id that 2025-11-25 has", async () => {
  const page = {
    method: "elicitation/create",
    params: { mode: "url", url: "https://x.example", message: "?" },
  };
  await run(required({ inputRequests: { a: page } }), [], ACCEPT);
  expect(asked[0]).toMatchObject({ params: { ...page.params, elicitationId: expect.any(String) as string } });
});

test("an instance that only wants to be asked again is", async () => {
  expect(await run(required({ requestState: "s" }), [])).toBe(DONE);
  expect(sent).toEqual(['{"name":"x","requestState":"s"}']);
});

test("one that never has enough is stopped", async () => {
  const more = required({ inputRequests: { a: FORM } });
  const outcome = await run(
    more,
    Array.from({ length: 40 }, () => more),
    ACCEPT,
  );
  expect([outcome, sent.length]).toEqual([
    { ok: true, refused: expect.stringContaining("stopped") as string },
    16,
  ]);
});

test("a client that refuses ends the call in words, and its other questions are withdrawn", async () => {
  const rejected: ClientAnswer = { error: { code: -1, message: "no" } };
  const outcome = await run(required({ inputRequests: { a: FORM, b: FORM } }), [], rejected);
  expect(outcome).toMatchObject({ refused: expect.stringContaining("no answer") as string });
  await vi.waitFor(
    () => expect(asked.map(({ method }) => method)).toContain("notifications/cancelled"),
    30_000,
  );
  expect(sent).toEqual([]);
});

test.each([
  ["for nothing", { requestState: undefined }],
  ["for nothing in particular", { inputRequests: {} }],
  ["for a tool to be called", { inputRequests: { a: { method: "tools/call", params: {} } } }],
  ["for what is no request", { inputRequests: { a: 7 } }],
  ["in a list", { inputRequests: [FORM] }],
  ["without saying what", { inputRequests: { a: { method: "elicitation/create" } } }],
])("an instance that asks %s gives an answer nobody can read", async (_what, result) => {
  expect(await run(required(result), [], ACCEPT)).toEqual({ ok: false, reason: "protocol" });
  expect(asked).toEqual([]);
});

test("G15: a question that names its page twice is shown to nobody", async () => {
  const page = (url: string) => ({ inputRequests: { a: { ...FORM, params: { mode: "url", url } } } });
  const first = required(page("https://x.example"));
  const text = first.text.replace('"url":"https', '"url":"file:///etc/passwd","url":"https');
  expect(await run({ ...first, text }, [], ACCEPT)).toEqual({ ok: false, reason: "protocol" });
  expect(asked).toEqual([]);
});

test("only calls, prompts and resources may ask", async () => {
  const first = required({ inputRequests: { a: FORM } });
  expect(await run(first, [], ACCEPT, "completion/complete")).toEqual({ ok: false, reason: "protocol" });
});
