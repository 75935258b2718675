/** The kinds of answer an upstream of the bench gives, by the last part of its path. */
export const KINDS = ["json", "stream", "large-json", "large-stream"] as const;
export type Kind = (typeof KINDS)[number];

const KILOBYTE = "x".repeat(1_024);
/** A hundred lines of a kilobyte, as a list of runs or a log comes: every line end is an escape in JSON. */
const HUNDRED = `${"y".repeat(1_023)}\n`.repeat(100);

export const ANSWER_TEXT = KILOBYTE;

export function findKind(path: string | undefined): Kind {
  return KINDS.find((kind) => path?.endsWith(`/${kind}`)) ?? "json";
}

export function textOf(kind: Kind): string {
  return kind.startsWith("large") ? HUNDRED : KILOBYTE;
}
