import { expect, test, vi } from "vitest";
import { EventReader, type StreamEvent } from "./session-events.ts";

const STREAM =
  ': keepalive\n\nid: 1\ndata: \n\nevent: message\r\ndata: {"a":\r\ndata:"ü"}\r\n\r\ndata: 2\r\rdata: cut';
const bytes = new TextEncoder().encode(STREAM);

test("comments, primers and names are dropped, data lines joined, an unfinished event waits", () => {
  expect(new EventReader().read(bytes)).toEqual([
    { name: "message", data: '{"a":\n"ü"}' },
    { name: "message", data: "2" },
  ]);
});

test("however the bytes are cut, the events are the same", () => {
  for (let size = 1; size < 12; size++) {
    const reader = new EventReader();
    const events: StreamEvent[] = [];
    for (let at = 0; at < bytes.length; at += size)
      events.push(...reader.read(bytes.subarray(at, at + size)));
    expect(events.map(({ data }) => data)).toEqual(['{"a":\n"ü"}', "2"]);
  }
});

test("H17: a line that never ends is searched once, not again with every chunk of it", () => {
  const chunk = new TextEncoder().encode("x".repeat(1024));
  const searched = vi.spyOn(String.prototype, "split");
  const reader = new EventReader();
  reader.read(new TextEncoder().encode("data: "));
  for (let count = 0; count < 1000; count++) reader.read(chunk);
  const longest = Math.max(...searched.mock.contexts.map((text) => String(text).length));
  searched.mockRestore();
  expect(longest).toBe(1024);
  const [event] = reader.read(new TextEncoder().encode("\n\n"));
  expect(event?.data).toHaveLength(1024 * 1000);
});

test("a byte order mark is no part of the first line, and a character of every later one", () => {
  const text = new TextEncoder().encode("\ufeffdata: 1\n\ndata: \ufeff2\n\n");
  for (const size of [1, 2, 3, 11, text.length]) {
    const reader = new EventReader();
    const data: string[] = [];
    for (let at = 0; at < text.length; at += size)
      data.push(...reader.read(text.subarray(at, at + size)).map((event) => event.data));
    expect(data).toEqual(["1", "\ufeff2"]);
  }
});

test("a character that is cut and never completed is an upstream failure", () => {
  const reader = new EventReader();
  reader.read(new Uint8Array([0x64, 0x61, 0x74, 0x61, 0x3a, 0xc3]));
  reader.read(new Uint8Array());
  expect(() => reader.read(new TextEncoder().encode("\n\n"))).toThrowError(
    expect.objectContaining({ code: "upstream_failed" }) as Error,
  );
});

test("bytes that are not UTF-8 are an upstream failure", () => {
  expect(() => new EventReader().read(new Uint8Array([0xff, 0xfe]))).toThrowError(
    expect.objectContaining({ code: "upstream_failed" }) as Error,
  );
});

test.each([
  ["in one line", "x".repeat(600)],
  ["in many lines", "x\ndata: ".repeat(600)],
  ["in many empty lines", "\ndata:".repeat(600)],
])("H17: an event longer than the limit ends the stream (%s)", (_how, data) => {
  const reader = new EventReader(500);
  expect(() => reader.read(new TextEncoder().encode(`data: ${data}`))).toThrowError(
    expect.objectContaining({ code: "upstream_failed" }) as Error,
  );
});

test("an event keeps its name, and the next one has none of it", () => {
  const text = "event: endpoint\ndata: /messages\n\ndata: 1\n\n";
  expect(new EventReader().read(new TextEncoder().encode(text)).map(({ name }) => name)).toEqual([
    "endpoint",
    "message",
  ]);
});
