import "#server-only";
import { stdout } from "node:process";

const NAME_WIDTH = 14;

/** Runs one step of the start and prints its line: what it was, how long it took, and what came of it. */
export async function reportStep<T>(
  name: string,
  run: () => Promise<{ said: string; value: T }>,
): Promise<T> {
  const startedAt = performance.now();
  const { said, value } = await run();
  printLine(name, `${formatMs(performance.now() - startedAt)}  ${said}`);
  return value;
}

/** One aligned line on the terminal. */
export function printLine(name: string, text: string): void {
  stdout.write(`  ${name.padEnd(NAME_WIDTH)}${text}\n`);
}

/** A duration for people: `34 ms`, `2.1 s`, right-aligned. */
export function formatMs(ms: number): string {
  const text = ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
  return text.padStart(7);
}
