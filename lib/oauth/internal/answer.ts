import "#server-only";
import type { ServerResponse } from "node:http";
import { describeError } from "./describe-error.ts";

type Answer = { status: number; error: string; description?: string; headers?: Record<string, string> };

/** An OAuth error as JSON (RFC 6749 section 5.2). */
export function answerError(res: ServerResponse, { status, error, description, headers = {} }: Answer): void {
  const words = description ?? describeError(error);
  answerJson(res, {
    status,
    body: { error, ...(words ? { error_description: words } : {}) },
    headers: { "cache-control": "no-store", ...headers },
  });
}

export function answerJson(
  res: ServerResponse,
  { status, body, headers = {} }: { status: number; body: object; headers?: Record<string, string> },
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    "x-content-type-options": "nosniff",
    ...headers,
  });
  res.end(bytes);
}
