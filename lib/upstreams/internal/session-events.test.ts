import { expect, test } from "vitest";
import { EventReader } from "./session-events.ts";

const STREAM =
  ': keepalive\n\nid: 1\ndata: \n\nevent: message\r\ndata: {"a":\r\ndata:"ü"}\r\n\r\ndata: 2\r\rdata: cut';
const bytes = new TextEncoder().encode(STREAM);

test("comments, primers and names are dropped, data lines joined, an unfinished event waits", () => {
  expect(new EventReader().read(bytes)).toEqual(['{"a":\n"ü"}', "2"]);
});

test("however the bytes are cut, the events are the same", () => {
  for (let size = 1; size < 12; size++) {
    const reader = new EventReader();
    const events: string[] = [];
    for (let at = 0; at < bytes.length; at += size)
      events.push(...reader.read(bytes.subarray(at, at + size)));
    expect(events).toEqual(['{"a":\n"ü"}', "2"]);
  }
});

test("bytes that are not UTF-8 are an upstream failure", () => {
  expect(() => new EventReader().read(new Uint8Array([0xff, 0xfe]))).toThrowError(
    expect.objectContaining({ code: "upstream_failed" }) as Error,
  );
});
