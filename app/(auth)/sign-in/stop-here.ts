import "#server-only";
import { dropProviderState } from "#lib/identity/find-provider-sign-in.ts";
import type { SignInProblem } from "#lib/identity/find-sign-in.ts";
import { keepSignIn } from "#lib/identity/keep-sign-in.ts";
import { seeOther } from "../../_http/see-other.ts";

/** Why a sign-in at a provider ended without one, on a page that offers to start again. */
export function stopHere(next: string, problem: SignInProblem): Response {
  const query = new URLSearchParams({ next, problem: problem.reason });
  const cookies = [keepSignIn({ address: "", next, problem }), dropProviderState()];
  return seeOther(`/sign-in/stopped?${query}`, cookies);
}

/** The same after an owner's test: back on the page that offered it, which says it in an owner's words. */
export function stopTest(next: string, { reason }: SignInProblem): Response {
  const problem = reason === "limited" ? "limit_exceeded" : reason;
  return seeOther(`${next}?problem=${problem}`, [dropProviderState()]);
}
