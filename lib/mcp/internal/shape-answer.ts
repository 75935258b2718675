import "#server-only";
import { openEventStream } from "./event-stream.ts";
import { answerStream, type McpRequest, type McpResponse } from "./http.ts";
import type { RpcMessage } from "./parse-message.ts";
import { answerError, CODE } from "./protocol.ts";
import { readAccept } from "./read-accept.ts";

/** Methods whose answer is a stream and nothing else. */
const STREAMS = new Set(["subscriptions/listen"]);

/** HTTP 406 for a request whose answer the client could not take in any form we have; null for all others. */
export function findAcceptRefusal(request: McpRequest, message: RpcMessage): McpResponse | null {
  if (message.kind !== "request") return null;
  const { json, stream } = readAccept(request);
  const isOnlyStream = STREAMS.has(message.method);
  if (stream || (json && !isOnlyStream)) return null;
  return answerError(406, message.id, {
    code: CODE.invalidRequest,
    message: isOnlyStream
      ? "The answer to this request is an event stream: accept text/event-stream."
      : "Accept application/json, text/event-stream, or both.",
  });
}

/** The answer as the client takes it: a whole one is an event stream of one message for who takes no JSON. */
export function shapeAnswer(request: McpRequest, answer: McpResponse): McpResponse {
  const { status, headers, body } = answer;
  if (typeof body !== "string" || status !== 200 || headers["content-type"] !== "application/json")
    return answer;
  if (readAccept(request).json) return answer;
  const stream = openEventStream(() => undefined);
  stream.sendText(body);
  stream.end();
  const shaped = answerStream(stream.body);
  return { ...shaped, headers: { ...headers, ...shaped.headers } };
}
