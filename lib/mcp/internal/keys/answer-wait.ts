import "#server-only";
import { answerJson, type McpResponse } from "../http.ts";

/** The answer while nothing can be said of a key: not 401, which would make an app drop a good one. */
export function answerWait({ status, waitSeconds }: { status: 429 | 503; waitSeconds: number }): McpResponse {
  const body =
    status === 429
      ? {
          error: "too_many_requests",
          error_description: "Too many unknown keys were tried here. Wait, then try again.",
        }
      : {
          error: "temporarily_unavailable",
          error_description:
            "The Trinity instance cannot say whether this key is good. Try again in a moment.",
        };
  return answerJson(status, body, { "retry-after": String(waitSeconds) });
}
