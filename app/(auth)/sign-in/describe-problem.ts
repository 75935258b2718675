import type { SignInProblem } from "#lib/identity/find-sign-in.ts";
import type { Translate } from "../../_messages/translate.ts";
import type { FieldError } from "../../_ui/error-summary.tsx";

/** What happened and what to do, and the control where it is done: `fieldId` where it is the page's own field. */
export function describeProblem(
  t: Translate<"auth.problems">,
  problem: SignInProblem,
  fieldId: "email" | "code",
): FieldError {
  const { reason } = problem;
  if (reason === "wrong") return { fieldId, message: t("wrong", { triesLeft: problem.triesLeft }) };
  if (reason === "too_early") return { fieldId, message: t("too_early", { wait: problem.waitSeconds }) };
  if (reason === "limited") return { fieldId, message: describeLimit(t, problem.waitSeconds) };
  const isOver = reason === "expired" || reason === "too_many";
  return { fieldId: isOver ? "resend" : fieldId, message: t(reason) };
}

function describeLimit(t: Translate<"auth.problems">, seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 60) return t("limited.seconds", { wait: seconds });
  if (minutes < 60) return t("limited.minutes", { wait: minutes });
  return t("limited.hours", { wait: Math.ceil(minutes / 60) });
}
