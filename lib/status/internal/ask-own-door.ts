import "#server-only";
import { type IncomingHttpHeaders, type IncomingMessage, request as sendRequest } from "node:http";
import { text } from "node:stream/consumers";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { ownHeaders } from "../own-request.ts";

export type Asked = { path: string; method?: "GET" | "POST"; accept: string; body?: string };
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/**
 * Asks this very process over its own port, under its public name: not through the proxy in front, whose way back to us
 * need not exist. Rejects when nobody answers; any status is an answer.
 */
export async function askOwnDoor(
  { path, method = "GET", accept, body }: Asked,
  signal: AbortSignal,
): Promise<Answer> {
  const { port, publicUrl } = getConfig();
  const { host, hostname } = new URL(publicUrl);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = sendRequest({
      host: hostname === "[::1]" ? "::1" : "127.0.0.1",
      port,
      path,
      method,
      agent: false,
      signal,
      headers: {
        host,
        accept,
        "user-agent": "trinity-connect-status",
        ...(body === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
        ...ownHeaders(),
      },
    });
    request.once("error", reject).once("response", resolve);
    request.end(body);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
}
