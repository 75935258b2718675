import { type IncomingMessage, request as openRequest } from "node:http";
import { text } from "node:stream/consumers";
import { answerText } from "#lib/server/answer-text.ts";
import { createDispatcher } from "#lib/server/dispatch.ts";
import { doors } from "#lib/server/doors.ts";
import { oauthBase, PUBLIC_URL, useOauthServer } from "./drive-oauth.ts";

export const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36";
export const BROWSER_ADDRESS = "81.2.69.142";

export type Reply = {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
  json: Record<string, unknown>;
};
export type Sent = { path: string; method?: string; headers?: Record<string, string>; body?: string };

/** All doors but the pages, behind a trusted proxy on this machine, so that a caller's address can be anybody's. */
export function useProxiedDoors(): void {
  useOauthServer((port) => {
    const dispatch = createDispatcher({
      doors: { ...doors, next: (_request, response) => answerText(response, 404, "pages") },
      origin: { publicUrl: PUBLIC_URL, isLocal: false, port, trustedProxies: ["127.0.0.1"] },
      draining: new AbortController().signal,
      probe: async () => undefined,
    });
    return (request, response) => void dispatch(request, response);
  });
}

export async function sendFrom(
  address: string,
  { path, method = "GET", headers = {}, body }: Sent,
): Promise<Reply> {
  const { hostname, port } = new URL(oauthBase());
  const request = openRequest({
    hostname,
    port,
    path,
    method,
    agent: false,
    headers: {
      host: new URL(PUBLIC_URL).host,
      "x-forwarded-for": address,
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
      ...headers,
    },
  });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once("error", reject).once("response", resolve).end(body);
  });
  const answer = await text(response);
  const isJson = response.headers["content-type"]?.includes("json") === true;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: answer,
    json: isJson && answer !== "" ? (JSON.parse(answer) as Record<string, unknown>) : {},
  };
}
