import "#server-only";
import { type ErrorCode, HTTP_STATUS } from "#lib/kernel/errors.ts";
import { reportError } from "./report-error.ts";

const TITLES = {
  invalid_input: "The request is not valid",
  unauthenticated: "Sign in first",
  forbidden: "Not allowed",
  not_found: "Not found",
  conflict: "It changed in the meantime",
  precondition_failed: "Something must happen first",
  limit_exceeded: "Too many requests",
  upstream_failed: "The Trinity instance failed",
  upstream_timeout: "The Trinity instance did not answer in time",
  unavailable: "Not available right now",
  internal: "Something went wrong on our side",
} as const satisfies Record<ErrorCode, string>;

/** Any thrown value as an RFC 9457 problem; of an unknown one nothing but "internal" leaves the server. */
export function toProblemResponse(error: unknown): Response {
  const { code, publicMessage, retryAfterSeconds } = reportError(error);
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(Math.ceil(retryAfterSeconds)));
  const problem = {
    type: `/docs/errors/${code}`,
    title: TITLES[code],
    status: HTTP_STATUS[code],
    detail: publicMessage,
    code,
  };
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
