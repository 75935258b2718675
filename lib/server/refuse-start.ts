import "#server-only";

/** Stops the start: the message is one sentence for the person at the terminal, naming the cure. */
export class StartRefused extends Error {
  override readonly name = "StartRefused";
}

/** True for a refusal whose sentence may be printed alone, without a stack. */
export function isStartRefused(error: unknown): error is StartRefused {
  return error instanceof Error && error.name === "StartRefused";
}
