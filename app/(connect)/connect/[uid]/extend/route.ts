import { DomainError, isDomainError } from "#lib/kernel/errors.ts";
import { extendRequest } from "#lib/oauth/extend-request.ts";
import { findAllowedRequest } from "#lib/oauth/find-allowed-request.ts";
import { findConsentRequest } from "#lib/oauth/find-consent-request.ts";
import type { RequestLimit } from "#lib/oauth/find-request-end.ts";
import type { RequestStep } from "#lib/oauth/policy.ts";
import { currentPerson } from "../../../../_http/current-person.ts";
import { describeEnd } from "../../../../_http/describe-end.ts";
import { readForm } from "../../../../_http/read-form.ts";
import { isSameOrigin } from "../../../../_http/require-same-origin.ts";
import { seeOther } from "../../../../_http/see-other.ts";
import { toProblemResponse } from "../../../../_http/to-problem-response.ts";
import { refuseForeignForm, renderFailure } from "../answer/render-refusal.ts";
import { checkConsentCsrf, checkWaitingCsrf } from "../csrf.ts";
import { endRequest } from "../end-request.ts";

type Context = { params: Promise<{ uid: string }> };

type Find = (uid: string, cookieHeader: string | null) => Promise<RequestLimit | null>;

const FINDERS: Record<RequestStep, Find> = {
  asked: findConsentRequest,
  allowed: async (uid, cookieHeader) => (await findAllowedRequest(uid, cookieHeader))?.request ?? null,
};

/**
 * More time to answer, or to go on after an answer. The page asks for it as JSON and stays as it is; a plain form comes
 * back to its page. A request that waits already as long as it may is told its end as it is. On the way through sign-in
 * nobody has a session yet; what binds a request to its browser are its own cookies.
 */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { uid } = await context.params;
  const form = isSameOrigin(request) ? await readForm(request) : null;
  if (!form) return await refuseForeignForm(request, uid);
  const step = new URL(request.url).searchParams.get("step") === "allowed" ? "allowed" : "asked";
  const csrf = form.get("csrf") ?? "";
  if (step === "allowed" || !checkWaitingCsrf(uid, csrf)) {
    if (!(await currentPerson())) return seeOther(`/connect/${uid}`);
    if (!(await checkConsentCsrf(uid, csrf))) return await refuseForeignForm(request, uid);
  }
  try {
    const cookieHeader = request.headers.get("cookie");
    const cookies = await extend(uid, cookieHeader, step);
    const limit = await FINDERS[step](uid, cookieHeader);
    if (!limit) return toOver(request, endRequest(uid));
    if (!asksForJson(request)) return seeOther(toBack(uid, form.get("back")), cookies);
    const headers = new Headers({ "cache-control": "no-store" });
    for (const cookie of cookies) headers.append("set-cookie", cookie);
    return Response.json(await describeEnd(limit), { headers });
  } catch (error) {
    return await renderFailure(request, uid, error);
  }
}

/** The cookies to set; none where the request does not wait any longer. */
async function extend(uid: string, cookieHeader: string | null, step: RequestStep): Promise<string[]> {
  try {
    return await extendRequest(uid, cookieHeader, step);
  } catch (error) {
    if (isDomainError(error, "not_found")) return [];
    throw error;
  }
}

function toOver(request: Request, page: string): Response {
  if (!asksForJson(request)) return seeOther(page);
  return toProblemResponse(
    new DomainError("not_found", "This request has expired. Press Connect in your app again."),
  );
}

function asksForJson(request: Request): boolean {
  return request.headers.get("accept") === "application/json";
}

/** The page the form stood on, if it is one of this request's or of signing in or joining for it. */
function toBack(uid: string, back: string | null): string {
  const first = `/connect/${uid}`;
  const isOwn =
    back?.startsWith(`${first}/`) ||
    back?.startsWith(`${first}?`) ||
    /^\/(?:sign-in|enter|welcome)(?:[/?]|$)/.test(back ?? "");
  return isOwn && back && /^[\w/?=&%+-]+$/.test(back) ? back : first;
}
