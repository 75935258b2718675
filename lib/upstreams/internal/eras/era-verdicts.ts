import "#server-only";
import type { UpstreamEra } from "../upstream-session.ts";

type Verdict = { unspoken: UpstreamEra; until: number };

const VERDICT_MS = 60 * 60_000;
/** It was refused for a reason that says nothing of eras, and the other era worked. */
const GUESS_MS = 5 * 60_000;
const VERDICTS_MAX = 10_000;

/** Which revision an instance does not speak, as it was found out under one key at one address; asked again in time. */
export class EraVerdicts {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The eras in the order to try them. */
  order(name: string, wanted: UpstreamEra): readonly [UpstreamEra, UpstreamEra] {
    const other: UpstreamEra = wanted === "modern" ? "legacy" : "modern";
    const verdict = this.#verdicts.get(name);
    const isUnspoken = verdict?.unspoken === wanted && verdict.until > this.#now();
    return isUnspoken ? [other, wanted] : [wanted, other];
  }

  note(name: string, unspoken: UpstreamEra, { isGuess }: { isGuess: boolean }): void {
    this.#verdicts.delete(name);
    this.#verdicts.set(name, { unspoken, until: this.#now() + (isGuess ? GUESS_MS : VERDICT_MS) });
    if (this.#verdicts.size <= VERDICTS_MAX) return;
    for (const oldest of this.#verdicts.keys()) return void this.#verdicts.delete(oldest);
  }

  forget(name: string): void {
    this.#verdicts.delete(name);
  }
}
