import type { SignInProblem } from "#lib/identity/find-sign-in.ts";
import type { FieldError } from "../../_ui/error-summary.tsx";

/** What happened and what to do, and the control where it is done: `fieldId` where it is the page's own field. */
export function describeProblem(problem: SignInProblem, fieldId: "email" | "code"): FieldError {
  switch (problem.reason) {
    case "invalid_address":
      return { fieldId, message: "Enter one e-mail address, like name@example.com." };
    case "mail_refused":
      return {
        fieldId,
        message: "Mail to this address is not accepted. Check the spelling, or use another address.",
      };
    case "malformed":
      return { fieldId, message: "Enter the six digits from the mail." };
    case "wrong":
      return {
        fieldId,
        message: `That is not the code. You have ${countTries(problem.triesLeft)} left.`,
      };
    case "expired":
      return { fieldId: "resend", message: "This code has expired or was already used. Send a new code." };
    case "too_many":
      return {
        fieldId: "resend",
        message: "That was wrong five times, so the code no longer works. Send a new code.",
      };
    case "too_early":
      return {
        fieldId,
        message: `A code was sent a moment ago. Use that one, or ask again in ${describeWait(problem.waitSeconds)}.`,
      };
    case "limited":
      return {
        fieldId,
        message: `There were too many tries. Try again in ${describeWait(problem.waitSeconds)}.`,
      };
    case "unavailable":
      return { fieldId, message: "Sign-in does not work right now. Try again in a minute." };
  }
}

function countTries(tries: number): string {
  return tries === 1 ? "1 try" : `${tries} tries`;
}

function describeWait(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours === 1 ? "1 hour" : `${hours} hours`;
}
