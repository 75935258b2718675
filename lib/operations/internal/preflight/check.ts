import "#server-only";
import type { Visit } from "./visit.ts";

/** One way to fail: what it means for whoever connects, and what to do. Both are our own words. */
export type Failure = { readonly cause: string; readonly fix: string };

export type Outcome<Code extends string = string> =
  | { state: "passed"; saw: string }
  | { state: "failed"; code: Code; saw: string }
  | { state: "needsOutside"; why: string };

/** One thing looked at from outside. What is not looked at live answers `needsOutside`. */
export type Check = {
  readonly id: string;
  /** What is looked at, in words. */
  readonly title: string;
  readonly failures: Readonly<Record<string, Failure>>;
  /** Whose word it takes, where no program can look. */
  readonly outside?: string;
  probe(visit: Visit): Promise<Outcome>;
};

/** One of the 24 points of the directory's checklist. */
export type Point = {
  readonly number: number;
  readonly title: string;
  readonly checks: readonly Check[];
};

/** Ties a probe to the closed list of ways it can fail. */
export function defineCheck<const Failures extends Record<string, Failure>>(check: {
  id: string;
  title: string;
  failures: Failures;
  probe(visit: Visit): Promise<Outcome<keyof Failures & string>>;
}): Check {
  return check;
}

/** What nobody can see from a program: it names whose word it takes. */
export function declareOutside(id: string, title: string, why: string): Check {
  const probe = () => Promise.resolve({ state: "needsOutside", why } as const);
  return { id, title, failures: {}, outside: why, probe };
}

export const passed = (saw: string) => ({ state: "passed", saw }) as const;
export const failed = <const Code extends string>(code: Code, saw = "") =>
  ({ state: "failed", code, saw }) as const;
export const needsOutside = (why: string) => ({ state: "needsOutside", why }) as const;

/** Nothing can be said because something before it did not work, which has a check of its own. */
export class NotTried extends Error {}

const SAW_MAX = 300;

/** Data as it may be shown: one line of visible characters, not too long. */
export function toSaw(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > SAW_MAX ? `${line.slice(0, SAW_MAX - 1)}…` : line;
}
