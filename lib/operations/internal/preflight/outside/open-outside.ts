import "#server-only";
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { NoAnswer } from "./no-answer.ts";

/** The longest wait of any host we know is 30 s, for a refresh; a little more, so that a late answer is told from none. */
const WAIT_MS = 35_000;
const BYTES_MAX = 16 * 1024 * 1024;

export type Sent = {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Of a stream that never ends only the head is wanted. */
  headOnly?: boolean;
};

export type Reply = {
  url: URL;
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** Until the last byte. */
  ms: number;
};

export type Outside = (url: URL | string, sent?: Sent) => Promise<Reply>;
export type OutsideOptions = {
  /** What the time is measured with. */
  now?: () => number;
  /** Certificates to trust beside the usual ones. */
  ca?: string;
};

/**
 * Asks like a program somewhere else would: over the network, by the public address, with no cookie kept and no redirect
 * followed, each answer with the time it took. The address is the operator's own, so it is not guarded as those of others
 * are. Rejects with `NoAnswer` only; any status is an answer.
 */
export function openOutside({ now = () => performance.now(), ca }: OutsideOptions = {}): Outside {
  return async (address, sent = {}) => {
    const url = new URL(address);
    const startedAt = now();
    const response = await send(url, sent, ca);
    if (sent.headOnly) {
      response.destroy();
      return toReply(url, response, Buffer.alloc(0), now() - startedAt);
    }
    const bytes = await readBytes(url, response);
    return toReply(url, response, bytes, now() - startedAt);
  };
}

function send(url: URL, { method = "GET", headers = {}, body }: Sent, ca?: string): Promise<IncomingMessage> {
  const open = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method,
      agent: false,
      signal: AbortSignal.timeout(WAIT_MS),
      headers: { ...headers, ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) },
      ...(ca === undefined ? {} : { ca }),
    });
    request.once("error", (error) => reject(new NoAnswer(url, error)));
    request.once("response", resolve);
    request.end(body);
  });
}

async function readBytes(url: URL, response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > BYTES_MAX) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new NoAnswer(url, error);
  }
  return Buffer.concat(chunks);
}

function toReply(url: URL, response: IncomingMessage, bytes: Buffer, ms: number): Reply {
  return {
    url,
    status: response.statusCode ?? 0,
    headers: response.headers,
    bytes,
    text: bytes.toString("utf8"),
    ms,
  };
}
