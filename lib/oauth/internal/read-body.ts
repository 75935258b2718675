import "#server-only";
import { IncomingMessage } from "node:http";

/**
 * The whole body, or null when it is larger than allowed or the client went away. What is left is read and dropped: a
 * client still sending would lose the answer on a connection closed under it.
 */
export async function readBody(req: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  const body = await readUpTo(req, bytesMax);
  if (body === null) req.resume();
  return body;
}

async function readUpTo(req: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  if (Number(req.headers["content-length"] ?? 0) > bytesMax) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length;
      if (size > bytesMax) return null;
      chunks.push(chunk as Buffer);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

/** The same request with another body, for the provider to read as if it came in like that. */
export function withBody(req: IncomingMessage, body: string | Buffer): IncomingMessage {
  const bytes = Buffer.from(body);
  const copy = new IncomingMessage(req.socket);
  const { "transfer-encoding": _chunked, ...headers } = req.headers;
  Object.assign(copy, { method: req.method, url: req.url, httpVersion: req.httpVersion, complete: true });
  copy.headers = { ...headers, "content-length": String(bytes.length) };
  copy.push(bytes);
  copy.push(null);
  return copy;
}
