import { checkCode } from "#lib/identity/check-code.ts";
import { dropSignIn } from "#lib/identity/drop-sign-in.ts";
import { findSignIn, type SignInProblem, type SignInState } from "#lib/identity/find-sign-in.ts";
import { keepSignIn } from "#lib/identity/keep-sign-in.ts";
import { readForm } from "../../../_http/read-form.ts";
import { isSameOrigin } from "../../../_http/require-same-origin.ts";
import { seeOther } from "../../../_http/see-other.ts";
import { toProblemResponse } from "../../../_http/to-problem-response.ts";
import { toLanding } from "../../to-landing.ts";
import { toForeignForm, toProblem } from "../to-problem.ts";

/** Checks the typed code; the right one signs this browser in and goes on to where it was headed. */
export async function POST(request: Request): Promise<Response> {
  const form = isSameOrigin(request) ? await readForm(request) : null;
  if (!form) return toProblemResponse(toForeignForm());
  const cookieHeader = request.headers.get("cookie");
  const state = findSignIn(cookieHeader);
  if (!state?.sentAt) return seeOther("/sign-in");
  try {
    const result = await checkCode({ address: state.address, code: form.get("code"), cookieHeader });
    if (result.ok) return seeOther(toLanding(state.next), [result.setCookie, dropSignIn()]);
    const { ok: _, ...problem } = result;
    return askAgain(state, problem);
  } catch (error) {
    return askAgain(state, toProblem(error));
  }
}

function askAgain(state: SignInState, problem: SignInProblem): Response {
  return seeOther(`/sign-in/code?problem=${problem.reason}`, [keepSignIn({ ...state, problem })]);
}
