import { expect, test } from "vitest";
import { readAccept } from "./read-accept.ts";

const request = {
  method: "POST",
  path: "/",
  readBody: async () => null,
  signal: new AbortController().signal,
};
const read = (accept: string | undefined) => readAccept({ ...request, headers: { accept } });
const either = { json: true, stream: true, isStreamWanted: false };
const both = { json: true, stream: true, isStreamWanted: true };
const json = { json: true, stream: false, isStreamWanted: false };
const stream = { json: false, stream: true, isStreamWanted: true };
const neither = { json: false, stream: false, isStreamWanted: false };

test.each([
  [undefined, either],
  ["", either],
  ["*/*", either],
  ["*/*;q=0.1", either],
  ["application/*, text/*", either],
  ["application/json, text/event-stream", both],
  ["text/event-stream,application/json", both],
  ["Application/JSON; charset=utf-8, TEXT/Event-Stream", both],
  ["text/html, application/json;q=0.9, text/event-stream ; q=0.1", both],
  ["application/json", json],
  ["application/*", json],
  ["application/json, text/event-stream;q=0", json],
  ["*/*, text/event-stream;q=0.0", json],
  ["text/event-stream", stream],
  ["*/*, application/*;q=0, text/event-stream", stream],
  ["text/*", stream],
  ["text/html", neither],
  ["application/json-seq, text/event-streams", neither],
  ["*/*;q=0", neither],
])("Accept %j is read as what it allows", (accept, expected) => expect(read(accept)).toEqual(expected));
