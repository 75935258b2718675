import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

export type Answer = { status: number; headers: IncomingMessage["headers"]; json: Record<string, unknown> };
type Call = {
  url: string;
  /** The public address, which the server insists on. */
  host: string;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  form?: Record<string, string>;
  /** The caller never sees the answer: it leaves once the request is out, or once the answer begins. */
  drop?: "request" | "answer";
};

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const ANSWER_MS_MAX = 30_000;

/** One HTTP call. Null when there was no answer to see: the connection was lost, or the caller dropped it. */
export async function callServer({
  url,
  host,
  method = "POST",
  headers,
  form,
  drop,
}: Call): Promise<Answer | null> {
  const body = form && new URLSearchParams(form).toString();
  const sent = request(url, {
    agent,
    method,
    headers: { ...headers, host, ...(body ? formHeaders(body) : {}) },
    timeout: ANSWER_MS_MAX,
  });
  sent.once("timeout", () => sent.destroy());
  sent.end(body, () => {
    if (drop === "request") setImmediate(() => sent.destroy());
  });
  // Whoever leaves early hears an error that is nobody's any more.
  sent.on("error", () => undefined);
  try {
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    if (drop === "answer") {
      // An answer that is already here in one piece would otherwise still be read.
      sent.destroy();
      return null;
    }
    return toAnswer(response, await text(response));
  } catch {
    return null;
  }
}

function formHeaders(body: string): Record<string, string> {
  return {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(Buffer.byteLength(body)),
  };
}

function toAnswer({ statusCode = 0, headers }: IncomingMessage, said: string): Answer {
  const isJson = headers["content-type"]?.includes("json") ?? false;
  return { status: statusCode, headers, json: isJson && said ? (JSON.parse(said) as Answer["json"]) : {} };
}
