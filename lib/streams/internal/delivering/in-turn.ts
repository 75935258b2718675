import "#server-only";
import { once } from "#lib/platform/registry/once.ts";
import { READING_MAX } from "./pace.ts";

type Turns = { running: number; waiting: (() => void)[] };

/** Lets few of a process's streams work with the database at a moment, so that they never hold all of its connections. */
export async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turns = once<Turns>("streams.turns", () => ({ running: 0, waiting: [] }));
  if (turns.running >= READING_MAX) await new Promise<void>((go) => turns.waiting.push(go));
  else turns.running += 1;
  try {
    return await work();
  } finally {
    const next = turns.waiting.shift();
    if (next === undefined) turns.running -= 1;
    else next();
  }
}
