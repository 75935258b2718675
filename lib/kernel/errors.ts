/** Every way a verb can fail. A new code does not compile until every door maps it. */
export type ErrorCode =
  | "invalid_input"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "precondition_failed"
  | "limit_exceeded"
  | "upstream_failed"
  | "upstream_timeout"
  | "unavailable"
  | "internal";

/** The HTTP status each code answers with at a plain HTTP door. */
export const HTTP_STATUS = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 422,
  limit_exceeded: 429,
  upstream_failed: 502,
  upstream_timeout: 504,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

type DomainErrorOptions = { detail?: string; cause?: unknown; retryAfterSeconds?: number };

/**
 * The only error that crosses a room's edge. `publicMessage` is a literal that a person or a model may read and
 * names the next step; `detail` is for the log alone.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;
  readonly publicMessage: string;
  readonly detail: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, publicMessage: string, options: DomainErrorOptions = {}) {
    super(publicMessage, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.publicMessage = publicMessage;
    this.detail = options.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** True for a DomainError (of that code, if one is named), from whichever copy of this module threw it. */
export function isDomainError(error: unknown, code?: ErrorCode): error is DomainError {
  return (
    error instanceof Error &&
    error.name === "DomainError" &&
    "code" in error &&
    (code === undefined || error.code === code)
  );
}
