import { checkCode } from "#lib/identity/check-code.ts";
import { dropSignIn } from "#lib/identity/drop-sign-in.ts";
import { findSignIn, type SignInProblem, type SignInState } from "#lib/identity/find-sign-in.ts";
import { keepSignIn } from "#lib/identity/keep-sign-in.ts";
import { linkIdentity } from "#lib/identity/link-identity.ts";
import { isReviewerAddress } from "#lib/identity/schema.ts";
import { signInReviewer } from "#lib/sandbox/sign-in-reviewer.ts";
import { readForm } from "../../../_http/read-form.ts";
import { isSameOrigin } from "../../../_http/require-same-origin.ts";
import { seeOther } from "../../../_http/see-other.ts";
import { toProblemResponse } from "../../../_http/to-problem-response.ts";
import { toLanding } from "../../to-landing.ts";
import { findCodeRefusal } from "../find-code-refusal.ts";
import { keepUp } from "../keep-up.ts";
import { toForeignForm, toProblem } from "../to-problem.ts";

/** Checks the typed code; the right one signs this browser in and goes on to where it was headed. */
export async function POST(request: Request): Promise<Response> {
  const form = isSameOrigin(request) ? await readForm(request) : null;
  if (!form) return toProblemResponse(toForeignForm());
  const cookieHeader = request.headers.get("cookie");
  const state = findSignIn(cookieHeader);
  if (!state?.sentAt) return seeOther("/sign-in");
  try {
    if (isReviewerAddress(state.address)) return await checkReview(request, state, form.get("code"));
    const refusal = await findCodeRefusal(state);
    if (refusal) return askAgain(state, { reason: refusal });
    const userAgent = request.headers.get("user-agent");
    const { address } = state;
    const result = await checkCode({ address, code: form.get("code"), cookieHeader, userAgent });
    if (!result.ok) {
      const { ok: _, ...problem } = result;
      return askAgain(state, problem);
    }
    if (state.identity) await linkIdentity(result.personId, state.identity);
    const cookies = [result.setCookie, result.knownCookie];
    await keepUp(cookies);
    return seeOther(toLanding(state.next), [...cookies, dropSignIn()]);
  } catch (error) {
    return askAgain(state, toProblem(error));
  }
}

/** The sandbox's reviewer types a code an operator gave out; this browser is remembered for nothing. */
async function checkReview(request: Request, state: SignInState, code: string | null): Promise<Response> {
  const cookieHeader = request.headers.get("cookie");
  const userAgent = request.headers.get("user-agent");
  const result = await signInReviewer({ code, cookieHeader, userAgent });
  if (!result.ok) return askAgain(state, { reason: result.reason });
  return seeOther(toLanding(state.next), [result.setCookie, dropSignIn()]);
}

function askAgain(state: SignInState, problem: SignInProblem): Response {
  return seeOther(`/sign-in/code?problem=${problem.reason}`, [keepSignIn({ ...state, problem })]);
}
