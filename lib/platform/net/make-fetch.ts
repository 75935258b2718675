import "#server-only";
import { type GuardedFetchOptions, guardedFetch } from "./guarded-fetch.ts";
import type { GuardedResponse } from "./guarded-response.ts";
import { netError } from "./net-error.ts";

type Bounds = Pick<GuardedFetchOptions, "timeoutMs" | "totalTimeoutMs" | "maxBytes" | "pool">;

const BODYLESS_STATUS = new Set([204, 205]);

/**
 * `guardedFetch` in the shape of the web's `fetch`, for libraries that take one. It rejects with our errors, follows
 * nothing and ignores whatever dispatcher it is handed. Request bodies are strings, bytes or forms, never streams.
 */
export function makeFetch(bounds: Bounds = {}): typeof fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const url = input instanceof Request ? input.url : input.toString();
    const headers = new Headers(init?.headers ?? request?.headers);
    const body = toBytes(init?.body, headers) ?? (request?.body ? await request.bytes() : undefined);
    const signal = init?.signal ?? request?.signal;
    const response = await guardedFetch(url, {
      ...bounds,
      method: (init?.method ?? request?.method ?? "GET").toUpperCase(),
      headers: Object.fromEntries(headers),
      ...(signal ? { signal } : {}),
      ...(body === undefined ? {} : { body }),
    });
    return toResponse(url, response);
  };
}

function toBytes(body: unknown, headers: Headers): string | Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (!(body instanceof URLSearchParams)) throw netError("bad_request");
  if (!headers.has("content-type"))
    headers.set("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
  return body.toString();
}

function toResponse(url: string, { status, headers, body }: GuardedResponse): Response {
  const isBodyless = BODYLESS_STATUS.has(status);
  if (isBodyless) body.cancel();
  const response = new Response(isBodyless ? null : toStream(body), { status, headers });
  Object.defineProperty(response, "url", { value: url });
  return response;
}

function toStream(body: GuardedResponse["body"]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel: () => body.cancel(),
  });
}
