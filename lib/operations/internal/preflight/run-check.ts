import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import type { CheckResult, PointResult, PointState } from "../../schema.ts";
import { type Check, type Failure, NotTried, type Outcome, type Point, toSaw } from "./check.ts";
import { isNoAnswer } from "./outside/no-answer.ts";
import type { Visit } from "./visit.ts";

/** The ways every check can fail beside its own. */
export const COMMON_FAILURES = {
  no_answer: {
    cause: "The address did not answer, or not to the end.",
    fix: "See that the server runs and is reached by its public address, then run this again.",
  },
  broken: {
    cause: "This check itself did not come to an end.",
    fix: "Run it again; if it stays, look into the server's log and tell the makers of this server.",
  },
} as const satisfies Record<string, Failure>;

export async function runPoint(visit: Visit, { number, title, checks }: Point): Promise<PointResult> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(await runCheck(visit, check));
  return { number, title, state: toWorst(results), checks: results };
}

async function runCheck(visit: Visit, check: Check): Promise<CheckResult> {
  const startedAt = visit.now();
  const outcome = await tryProbe(visit, check);
  const known = {
    id: check.id,
    title: check.title,
    state: outcome.state,
    ms: Math.round(visit.now() - startedAt),
  };
  if (outcome.state === "needsOutside") return { ...known, why: outcome.why };
  const saw = toSaw(outcome.saw);
  if (outcome.state === "passed") return { ...known, saw };
  const failures: Readonly<Record<string, Failure>> = { ...COMMON_FAILURES, ...check.failures };
  return { ...known, ...(saw === "" ? {} : { saw }), code: outcome.code, ...failures[outcome.code] };
}

async function tryProbe(visit: Visit, check: Check): Promise<Outcome> {
  try {
    return await check.probe(visit);
  } catch (error) {
    if (error instanceof NotTried) return { state: "needsOutside", why: error.message };
    if (isNoAnswer(error)) return { state: "failed", code: "no_answer", saw: error.said };
    log.warn({ err: error, check: check.id }, "a check of the pre-flight broke");
    return { state: "failed", code: "broken", saw: "" };
  }
}

function toWorst(results: readonly CheckResult[]): PointState {
  const states = new Set(results.map(({ state }) => state));
  return states.has("failed") ? "failed" : states.has("needsOutside") ? "needsOutside" : "passed";
}
