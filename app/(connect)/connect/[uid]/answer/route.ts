import { isDomainError } from "#lib/kernel/errors.ts";
import { approveConsent } from "#lib/oauth/approve-consent.ts";
import { denyConsent } from "#lib/oauth/deny-consent.ts";
import { findConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { isSameOrigin } from "../../../../_http/require-same-origin.ts";
import { seeOther } from "../../../../_http/see-other.ts";
import { toProblemResponse } from "../../../../_http/to-problem-response.ts";
import { checkConsentCsrf } from "../csrf.ts";
import { loadMember } from "../load-consent.ts";
import { readAnswer } from "./read-answer.ts";
import { refuseAnswer } from "./refuse-answer.ts";
import { renderMovingOn } from "./render-moving-on.ts";

/**
 * The person's answer. Always a 200 page that moves on, never a redirect to the app: Chromium checks `form-action` on
 * every hop after a form post.
 */
export async function POST(
  request: Request,
  context: { params: Promise<{ uid: string }> },
): Promise<Response> {
  const { uid } = await context.params;
  const cookieHeader = request.headers.get("cookie");
  const answer = isSameOrigin(request) ? await readAnswer(request) : null;
  if (!answer || !(await checkConsentCsrf(uid, answer.csrf))) return refuseAnswer();
  const consent = await findConsentRequest(uid, cookieHeader);
  if (!consent) return seeOther("/connect/expired");
  const here = `/connect/${uid}`;
  try {
    if (answer.decision === "deny") {
      return renderMovingOn(request, consent, "denied", await denyConsent(uid, cookieHeader));
    }
    const member = await loadMember(uid, answer.org);
    if (!member) return seeOther(here);
    const location = await approveConsent(member, { uid, cookieHeader, groups: answer.groups });
    return renderMovingOn(request, consent, "allowed", location);
  } catch (error) {
    if (isDomainError(error, "invalid_input")) {
      return seeOther(`${here}/permissions?org=${encodeURIComponent(answer.org)}&problem=nothing-ticked`);
    }
    return isDomainError(error, "not_found") ? seeOther("/connect/expired") : toProblemResponse(error);
  }
}
