import type { ServerResponse } from "node:http";
import { answerJson, type Behaviour, echo } from "../open-fake-upstream.ts";

const MEBIBYTE = 1_048_576;
const FLOOD_MEBIBYTES = 50;

/** Calls are answered so; what we ask besides, such as its list of tools every now and then, is not. */
export const whenCalled =
  (behave: Behaviour): Behaviour =>
  (message, response) =>
    message.method === "tools/call" ? behave(message, response) : echo({ ...message, params: {} }, response);

/** Calls whose arguments are `{ sick: true }` meet the fault; all others get their arguments back. */
export const whenSick =
  (fault: Behaviour): Behaviour =>
  (message, response) => {
    const { method, params } = message as Partial<typeof message>;
    // What was answered to a question, which has no method.
    if (method === undefined) return void response.writeHead(202).end();
    const given = params?.["arguments"] as { sick?: boolean } | undefined;
    return given?.sick === true
      ? fault(message, response)
      : echo({ ...message, params: params ?? {} }, response);
  };

/** Writes again and again, as fast as it is read, until the other end has gone or that many were written. */
function pour(response: ServerResponse, block: string, times: number): void {
  let sent = 0;
  const fill = () => {
    while (!response.destroyed && sent < times) {
      sent += 1;
      if (!response.write(block)) return;
    }
  };
  response.on("drain", fill);
  fill();
}

const begin = (response: ServerResponse, type: "application/json" | "text/event-stream") =>
  response.writeHead(200, { "content-type": type });
const block = (text: string) => text.repeat(Math.ceil(MEBIBYTE / text.length));

/** An answer of 50 MB, in one of the shapes an answer can have. */
export const FLOODS: Record<string, Behaviour> = {
  "a JSON answer of 50 MB": ({ id }, response) => {
    begin(response, "application/json").write(`{"jsonrpc":"2.0","id":${String(id)},"result":{"content":["`);
    pour(response, block("x"), FLOOD_MEBIBYTES);
  },
  "an event that does not end": (_message, response) => {
    begin(response, "text/event-stream").write('data: {"jsonrpc":"2.0","result":"');
    pour(response, block("x"), FLOOD_MEBIBYTES);
  },
  "a stream of comments that does not end": (_message, response) => {
    begin(response, "text/event-stream");
    pour(response, block(": still here\n\n"), FLOOD_MEBIBYTES);
  },
  "notifications that do not end": (_message, response) => {
    begin(response, "text/event-stream");
    const notice = { jsonrpc: "2.0", method: "notifications/io.example/tick", params: {} };
    pour(response, block(`data: ${JSON.stringify(notice)}\n\n`), FLOOD_MEBIBYTES);
  },
  "questions that do not end": (_message, response) => {
    begin(response, "text/event-stream");
    pour(response, block('data: {"jsonrpc":"2.0","id":7,"method":"ping"}\n\n'), FLOOD_MEBIBYTES);
  },
};

/** Never an answer, in the ways that look most like one. */
export const SILENCES: Record<string, Behaviour> = {
  "says nothing": () => undefined,
  "begins an answer and says no more": ({ id }, response) => {
    begin(response, "application/json").write(`{"jsonrpc":"2.0","id":${String(id)},`);
  },
  "sends its JSON a byte at a time": ({ id }, response) => {
    begin(response, "application/json").write(`{"jsonrpc":"2.0","id":${String(id)},"result":{"content":["`);
    dribble(response, "x");
  },
  "sends comments, a byte at a time": (_message, response) => {
    begin(response, "text/event-stream");
    dribble(response, ":");
  },
};

const DRIBBLE_MS = 5;
function dribble(response: ServerResponse, text: string): void {
  const timer = setInterval(() => response.write(text), DRIBBLE_MS);
  response.once("close", () => clearInterval(timer));
}

/** The connection ends, and when it does. */
export const RESETS: Record<string, Behaviour> = {
  "before its answer": (_message, response) => void response.destroy(),
  "in the middle of its JSON": ({ id }, response) => {
    begin(response, "application/json").write(`{"jsonrpc":"2.0","id":${String(id)},"result":`);
    setImmediate(() => response.destroy());
  },
  "in the middle of an event": ({ id }, response) => {
    begin(response, "text/event-stream").write(`data: {"jsonrpc":"2.0","id":${String(id)},"result":`);
    setImmediate(() => response.destroy());
  },
  "between two events": (_message, response) => {
    begin(response, "text/event-stream").write(": I will be back\n\n");
    setImmediate(() => response.destroy());
  },
};

const status =
  (code: number, headers: Record<string, string> = {}): Behaviour =>
  ({ id }, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answerJson(response, code, { jsonrpc: "2.0", id, error: { code: -32000, message: "a stack trace" } });
  };

export const REFUSALS: Record<string, Behaviour> = {
  "401": status(401, {
    "www-authenticate":
      'Bearer resource_metadata="https://evil.example/.well-known/oauth-protected-resource"',
  }),
  "500": status(500),
  "503": status(503, { "retry-after": "0" }),
};

export const NONSENSE: Record<string, Behaviour> = {
  "a page": (_message, response) =>
    void response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome</h1>"),
  "half a message": (_message, response) => void begin(response, "application/json").end('{"jsonrpc":"2.0"'),
  "bytes that are no text": (_message, response) =>
    void begin(response, "application/json").end(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])),
  "a list": (_message, response) => answerJson(response, 200, [1, 2, 3]),
  "the answer to something else": (_message, response) =>
    answerJson(response, 200, { jsonrpc: "2.0", id: 987_654, result: { content: [] } }),
  "nothing at all": (_message, response) => void begin(response, "application/json").end(),
  "a stream that ends without an answer": (_message, response) =>
    void begin(response, "text/event-stream").end(": bye\n\n"),
  "a result and an error at once": ({ id }, response) =>
    answerJson(response, 200, { jsonrpc: "2.0", id, result: "text", error: { code: "x" } }),
};
