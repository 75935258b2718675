import { expect, test } from "vitest";
import { NoticeSender } from "./send-notices.ts";

const TOOLS = "notifications/tools/list_changed";
const PROMPTS = "notifications/prompts/list_changed";

function makeSender() {
  const sent: string[] = [];
  const stream = {
    sendText: (text: string) => void sent.push(text),
    room: undefined as Promise<void> | undefined,
  };
  return { sent, stream, sender: new NoticeSender(stream, ({ method }) => method) };
}

test("nothing is sent before the stream has begun; then what came is, the same notice once", () => {
  const { sent, sender } = makeSender();
  for (const method of [TOOLS, PROMPTS, TOOLS]) sender.send(method, "{}");
  expect(sent).toEqual([]);
  sender.begin();
  sender.send(TOOLS, "{}");
  expect(sent).toEqual([TOOLS, PROMPTS, TOOLS]);
});

test("what a slow reader has not taken waits, the same notice once, and no more than 256 of them", async () => {
  const { sent, stream, sender } = makeSender();
  const { promise, resolve } = Promise.withResolvers<void>();
  sender.begin();
  stream.room = promise;
  for (let index = 0; index < 300; index++) sender.send(TOOLS, `{"index":${index % 290}}`);
  expect(sent).toEqual([]);
  stream.room = undefined;
  resolve();
  await promise;
  expect(sent).toHaveLength(256);
  sender.send(PROMPTS, "{}");
  expect(sent.at(-1)).toBe(PROMPTS);
});

test("K15: what waits for a slow reader is at most a megabyte, whatever an instance says", async () => {
  const { sent, stream, sender } = makeSender();
  const { promise, resolve } = Promise.withResolvers<void>();
  sender.begin();
  stream.room = promise;
  for (let index = 0; index < 10; index++) sender.send(TOOLS, `{"${index}":"${"x".repeat(300_000)}"}`);
  sender.send(PROMPTS, "{}");
  stream.room = undefined;
  resolve();
  await promise;
  expect(sent).toEqual([TOOLS, TOOLS, TOOLS, PROMPTS]);
});
