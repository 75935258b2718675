import "#server-only";

/** Nothing came back, or not all of it. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  /** The path that was asked, and the system's own code: what may be shown. */
  readonly said: string;

  constructor({ pathname }: URL, cause: unknown) {
    super("the address did not answer", { cause });
    this.said = `${pathname}: ${codeOf(cause)}`;
  }
}

export function isNoAnswer(error: unknown): error is NoAnswer {
  return error instanceof Error && error.name === "NoAnswer";
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown";
  if (cause.name === "AbortError" || cause.name === "TimeoutError") return "no answer in time";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
}
