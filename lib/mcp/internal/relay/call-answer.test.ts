import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { McpResponse } from "../http.ts";
import { CallAnswer } from "./call-answer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A door whose client reads as told. */
async function open(answer: CallAnswer, hasRoom: () => boolean) {
  const written: string[] = [];
  let isEnded = false;
  const { body } = await answer.response;
  if (body === null || typeof body === "string") throw new Error("It is no stream.");
  body.open({ write: (text) => (written.push(text), hasRoom()), end: () => (isEnded = true) });
  return { body, written, isEnded: () => isEnded };
}
const headOf = ({ status, headers }: McpResponse) => [status, headers["content-type"]];

test("a result that comes alone and soon is JSON; one that does not is an event stream", async () => {
  const soon = new CallAnswer(true);
  soon.finish('{"a":1}');
  expect(headOf(await soon.response)).toEqual([200, "application/json"]);
  const late = new CallAnswer(true);
  vi.advanceTimersByTime(5_000);
  expect(headOf(await late.response)).toEqual([200, "text/event-stream"]);
  const door = await open(late, () => true);
  late.finish('{"a":1}');
  expect([door.written.join(""), door.isEnded()]).toEqual(['event: message\ndata: {"a":1}\n\n', true]);
});

test("a client that takes no event streams waits for the JSON, and is told nothing else", async () => {
  const answer = new CallAnswer(false);
  answer.notify("notifications/progress", "{}");
  vi.advanceTimersByTime(60_000);
  answer.finish('{"a":1}', 404);
  expect(headOf(await answer.response)).toEqual([404, "application/json"]);
});

test("nothing is sent after the answer: progress that comes late is dropped", async () => {
  const answer = new CallAnswer(true);
  answer.notify("notifications/x", "{}");
  const door = await open(answer, () => true);
  answer.finish("{}");
  answer.notify("notifications/progress", "{}");
  answer.send("{}");
  expect(door.written).toHaveLength(2);
});

test("line ends inside a message stay inside its event", async () => {
  const answer = new CallAnswer(true);
  answer.notify("notifications/x", '{\n"a":\r\n1}');
  const door = await open(answer, () => true);
  expect(door.written.join("")).toBe(
    'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/x","params":{\ndata: "a":\ndata: 1}}\n\n',
  );
});

test("K15: 200 notifications at once pass, then 50 a second", async () => {
  const answer = new CallAnswer(true);
  answer.notify("notifications/x", "{}");
  const door = await open(answer, () => true);
  for (let count = 0; count < 1_000; count++) answer.notify("notifications/x", "{}");
  expect(door.written).toHaveLength(200);
  vi.advanceTimersByTime(1_000);
  for (let count = 0; count < 1_000; count++) answer.notify("notifications/x", "{}");
  expect(door.written).toHaveLength(250);
});

test("who is behind is waited for until there is room, and given up after a minute of nothing", async () => {
  const answer = new CallAnswer(true);
  answer.notify("notifications/x", "{}");
  let hasRoom = false;
  const door = await open(answer, () => hasRoom);
  const waited = answer.room;
  expect(waited).toBeInstanceOf(Promise);
  vi.advanceTimersByTime(59_000);
  door.body.resume();
  await waited;
  expect([answer.room, answer.isAbandoned]).toEqual([undefined, false]);

  answer.notify("notifications/x", "{}");
  const stalled = answer.room;
  vi.advanceTimersByTime(60_000);
  await stalled;
  hasRoom = true;
  expect([answer.isAbandoned, door.isEnded(), answer.room]).toEqual([true, true, undefined]);
});
