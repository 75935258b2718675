import "#server-only";
import { RETRY_MINUTES_MAX } from "../../policy.ts";

/** How much of an answer's text is read, and for how long, to keep its connection; it is dropped. */
export const ANSWER_BYTES_MAX = 4_096;
export const ANSWER_MS_MAX = 500;
/** How long one stream is delivered before others have their turn. */
export const TURN_MS = 5_000;
/** How long a stream rests in whose turn nothing was found after all: what was to be sent had gone. */
export const NOTHING_MS = 10_000;
/** An answer that takes longer makes a stream slow. */
export const SLOW_MS = 2_000;
/** Streams at once in a process: those that are well, and those that fail or are slow. */
export const AT_ONCE = { well: 12, slow: 6 };
/** Of those, how many work with the database at the same moment. */
export const READING_MAX = 3;
const RETRY_FIRST_MS = 5_000;

/** How long to wait after so many failures in a row, ever longer and never quite the same. */
export function toWaitMs(failures: number, random: number): number {
  const full = Math.min(RETRY_MINUTES_MAX * 60_000, RETRY_FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(full * (0.5 + random / 2));
}
