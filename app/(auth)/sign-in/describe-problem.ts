import type { SignInProblem } from "#lib/identity/find-sign-in.ts";
import type { FieldError } from "../../_ui/error-summary.tsx";

type ProviderReason = Extract<SignInProblem["reason"], `provider_${string}` | "company_only" | "way_refused">;

/** Why signing in at Google or a company did not work; also the whole message of the page that says so. */
const PROVIDER_TEXTS: Record<ProviderReason, string> = {
  company_only: "This address signs in with its company sign-in only. Use that.",
  way_refused:
    "The organisation that looks after this address does not allow this way to sign in. Use another one.",
  provider_browser:
    "This sign-in was not started in this browser, took too long, or was used already. Start it again here.",
  provider_cancelled: "You stopped before the sign-in was done. Start again, or use a code.",
  provider_refused: "The sign-in was refused there. Try again, or use a code.",
  provider_unreachable: "The other side did not answer. Try again in a minute, or use a code.",
  provider_answer:
    "The other side’s answer could not be trusted, so it was not used. Tell whoever runs your company sign-in.",
  provider_email: "No verified e-mail address came back. Verify it there first, or use a code here.",
  provider_domain:
    "That address is not in your organisation’s domains, so its company sign-in cannot open it. Use a code.",
  provider_off: "This way to sign in is not switched on. Use a code.",
  provider_other_account:
    "That is another account than the one you are signed in with. Choose the right one there.",
  provider_taken: "That sign-in already opens another account here. Sign in with it to use that one.",
};

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
    case "company_only":
    case "way_refused":
    case "provider_browser":
    case "provider_cancelled":
    case "provider_refused":
    case "provider_unreachable":
    case "provider_answer":
    case "provider_email":
    case "provider_domain":
    case "provider_off":
    case "provider_other_account":
    case "provider_taken":
      return { fieldId, message: PROVIDER_TEXTS[problem.reason] };
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
