import "#server-only";
import type { z } from "zod";

type Issue = z.core.$ZodRawIssue;

/**
 * What stands at a field whose schema says nothing of its own about what is wrong there: a sentence of ours for each kind of
 * mistake, with nothing of what was sent. Given to a parse as its `error`, so that the library's own words never reach
 * anybody.
 */
export function explainIssue(issue: Issue): string {
  if (issue.code === "too_big") return explainTooBig(issue);
  if (issue.code === "too_small") return explainTooSmall(issue);
  if (issue.code === "invalid_type") return explainType(issue);
  if (issue.code === "invalid_value") return "Choose one from the list.";
  return "This cannot be used here. Change it, then try again.";
}

function explainTooBig({ origin, maximum }: Issue & { code: "too_big" }): string {
  if (origin === "string") return `Use at most ${maximum} characters.`;
  if (origin === "array" || origin === "set") return `Choose at most ${maximum}.`;
  return `Enter ${maximum} or less.`;
}

function explainTooSmall({ origin, minimum }: Issue & { code: "too_small" }): string {
  if (origin === "string") return minimum > 1 ? `Use at least ${minimum} characters.` : "Fill this in.";
  if (origin === "array" || origin === "set") return "Choose at least one.";
  return `Enter ${minimum} or more.`;
}

function explainType({ expected, input }: Issue & { code: "invalid_type" }): string {
  if (expected === "array" || expected === "set") return "Choose at least one.";
  if (expected === "int") return "Enter a whole number.";
  if (expected === "number") return "Enter a number.";
  return input === undefined || input === null ? "Fill this in." : "Write this as text.";
}
