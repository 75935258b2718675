import { findSignIn, type SignInState } from "#lib/identity/find-sign-in.ts";
import { keepSignIn } from "#lib/identity/keep-sign-in.ts";
import { requestCode } from "#lib/identity/request-code.ts";
import { parseNextPath } from "#lib/identity/schema.ts";
import { readForm } from "../../../_http/read-form.ts";
import { isSameOrigin } from "../../../_http/require-same-origin.ts";
import { seeOther } from "../../../_http/see-other.ts";
import { toProblemResponse } from "../../../_http/to-problem-response.ts";
import { toForeignForm, toProblem } from "../to-problem.ts";

const TYPED_LENGTH_MAX = 254;

/** Sends a code to the typed address, or again to the one this sign-in already has. */
export async function POST(request: Request): Promise<Response> {
  const form = isSameOrigin(request) ? await readForm(request) : null;
  if (!form) return toProblemResponse(toForeignForm());
  const typed = form.get("email");
  const earlier = typed === null ? findSignIn(request.headers.get("cookie")) : null;
  if (typed === null && !earlier?.sentAt) return seeOther("/sign-in");
  const next = earlier?.next ?? parseNextPath(form.get("next"));
  const before: SignInState = earlier ?? { address: (typed ?? "").slice(0, TYPED_LENGTH_MAX), next };
  try {
    const result = await requestCode({
      address: typed ?? before.address,
      userAgent: request.headers.get("user-agent"),
    });
    if (result.ok) return toCodePage({ address: result.address, next, sentAt: result.sentAt.getTime() });
    if (result.reason !== "too_early") return refuse({ ...before, problem: { reason: result.reason } });
    const { address, waitSeconds, sentAt } = result;
    return toCodePage({
      address,
      next,
      sentAt: sentAt.getTime(),
      problem: { reason: "too_early", waitSeconds },
    });
  } catch (error) {
    return refuse({ ...before, problem: toProblem(error) });
  }
}

/** Back to the page the form stood on: a sign-in that already has a code goes on with it. */
function refuse(state: SignInState): Response {
  if (state.sentAt !== undefined) return toCodePage(state);
  const query = new URLSearchParams({ next: state.next, problem: state.problem?.reason ?? "" });
  return seeOther(`/sign-in?${query}`, [keepSignIn(state)]);
}

function toCodePage(state: SignInState): Response {
  const query = state.problem ? `?problem=${state.problem.reason}` : "";
  return seeOther(`/sign-in/code${query}`, [keepSignIn(state)]);
}
