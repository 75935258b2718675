import { findSignIn, type SignInState } from "#lib/identity/find-sign-in.ts";
import { keepSignIn } from "#lib/identity/keep-sign-in.ts";
import { requestCode } from "#lib/identity/request-code.ts";
import { normalizeAddress, parseNextPath } from "#lib/identity/schema.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import { readForm } from "../../../_http/read-form.ts";
import { isSameOrigin } from "../../../_http/require-same-origin.ts";
import { seeOther } from "../../../_http/see-other.ts";
import { toProblemResponse } from "../../../_http/to-problem-response.ts";
import { findCodeRefusal } from "../find-code-refusal.ts";
import { toForeignForm, toProblem } from "../to-problem.ts";

const TYPED_LENGTH_MAX = 254;

/**
 * Sends a code to the typed address, or again to the one this sign-in already has. An address whose company has its own
 * sign-in is offered that first; with `way=code` only a company that allows nothing else is.
 */
export async function POST(request: Request): Promise<Response> {
  const form = isSameOrigin(request) ? await readForm(request) : null;
  if (!form) return toProblemResponse(toForeignForm());
  const typed = form.get("email");
  const earlier = typed === null ? findSignIn(request.headers.get("cookie")) : null;
  const isKept = earlier?.sentAt !== undefined || (earlier !== null && form.get("way") === "code");
  if (typed === null && !isKept) return seeOther("/sign-in");
  const next = earlier?.next ?? parseNextPath(form.get("next"));
  const before: SignInState = earlier ?? { address: (typed ?? "").slice(0, TYPED_LENGTH_MAX), next };
  try {
    // Who asks again has chosen the code already.
    const way = earlier?.sentAt === undefined ? form.get("way") : "code";
    if (await isForCompany(before, way)) {
      const { problem: _, ...state } = before;
      return seeOther("/sign-in/sso", [keepSignIn(state)]);
    }
    return await sendCode(request, { ...before, address: typed ?? before.address });
  } catch (error) {
    return refuse({ ...before, problem: toProblem(error) });
  }
}

async function isForCompany({ address, identity }: SignInState, way: string | null): Promise<boolean> {
  if (identity || normalizeAddress(address) === null) return false;
  if (way === "company") return true;
  const company = await findCompanySignIn(address);
  return company !== null && (way !== "code" || company.isRequired);
}

async function sendCode(request: Request, before: SignInState): Promise<Response> {
  const refusal = await findCodeRefusal(before);
  if (refusal) return refuse({ ...before, problem: { reason: refusal } });
  const result = await requestCode({
    address: before.address,
    userAgent: request.headers.get("user-agent"),
    cookieHeader: request.headers.get("cookie"),
  });
  const { problem: _, ...kept } = before;
  if (result.ok) return toCodePage({ ...kept, address: result.address, sentAt: result.sentAt.getTime() });
  if (result.reason !== "too_early") return refuse({ ...before, problem: { reason: result.reason } });
  const { address, waitSeconds, sentAt } = result;
  const problem = { reason: "too_early" as const, waitSeconds };
  return toCodePage({ ...kept, address, sentAt: sentAt.getTime(), problem });
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
