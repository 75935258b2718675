import { findGroup } from "#lib/catalog/groups.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { approveConsent } from "#lib/oauth/approve-consent.ts";
import { denyConsent } from "#lib/oauth/deny-consent.ts";
import { type ConsentRequest, findConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { currentPerson } from "../../../../_http/current-person.ts";
import { hasRecentSignIn, toConfirmPath } from "../../../../_http/require-recent-sign-in.ts";
import { isSameOrigin } from "../../../../_http/require-same-origin.ts";
import { seeOther } from "../../../../_http/see-other.ts";
import { checkConsentCsrf } from "../csrf.ts";
import { endRequest } from "../end-request.ts";
import { listMissingKeys } from "../list-missing-keys.ts";
import { findMember } from "../load-consent.ts";
import { type Answer, readAnswer } from "./read-answer.ts";
import { renderMovingOn } from "./render-moving-on.ts";
import { refuseForeignForm, renderFailure } from "./render-refusal.ts";

/** How old a sign-in may be that allows an app to destroy, or to see secrets. */
const CONSENT_MINUTES = 120;

type Context = { params: Promise<{ uid: string }> };

/**
 * The person's answer. Always a 200 page that moves on, never a redirect to the app: Chromium checks `form-action` on
 * every hop after a form post.
 */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { uid } = await context.params;
  const answer = isSameOrigin(request) ? await readAnswer(request) : null;
  if (!answer) return await refuseForeignForm(request, uid);
  const consent = await findConsentRequest(uid, request.headers.get("cookie"));
  if (!consent) return seeOther(endRequest(uid));
  // Signed out while the page stood open: sign in and see it again. Nothing has been answered.
  const person = await currentPerson();
  if (!person) return seeOther(`/connect/${uid}`);
  if (!(await checkConsentCsrf(uid, answer.csrf))) return await refuseForeignForm(request, uid);
  try {
    return await give(request, { consent, person, answer });
  } catch (error) {
    if (isDomainError(error, "not_found")) return seeOther(endRequest(uid));
    return await renderFailure(request, uid, error);
  }
}

function isDangerousGroup(id: string): boolean {
  const group = findGroup(id);
  return group !== null && (group.effect === "destructive" || group.credential);
}

type Given = { consent: ConsentRequest; person: PersonActor; answer: Answer };

async function give(request: Request, { consent, person, answer }: Given): Promise<Response> {
  const { uid } = consent;
  const cookieHeader = request.headers.get("cookie");
  if (answer.decision === "deny") {
    return await renderMovingOn(request, consent, "denied", await denyConsent(uid, cookieHeader));
  }
  const member = await findMember(consent, person, answer.org);
  if (!member) return seeOther(`/connect/${uid}`);
  if (answer.groups.some(isDangerousGroup) && !(await hasRecentSignIn(CONSENT_MINUTES))) {
    // Not what was ticked: a link that ticks these groups is one a stranger could send.
    const query = new URLSearchParams({ org: answer.org, again: "yes" });
    if (answer.isSeparate) query.set("separate", "yes");
    return seeOther(toConfirmPath(`/connect/${uid}/permissions?${query}`));
  }
  try {
    const { groups, widens } = answer;
    const location = await approveConsent(member, { uid, cookieHeader, groups, widens });
    // The last step, where the organisation uses Trinity with each person's own key and this person has stored none.
    if ((await listMissingKeys(member)).length > 0) {
      return seeOther(`/connect/${uid}/trinity?${new URLSearchParams({ org: answer.org })}`);
    }
    return await renderMovingOn(request, consent, "allowed", location);
  } catch (error) {
    if (!isDomainError(error, "invalid_input")) throw error;
    const query = new URLSearchParams({ org: answer.org, problem: "nothing-ticked" });
    if (answer.isSeparate) query.set("separate", "yes");
    return seeOther(`/connect/${uid}/permissions?${query}`);
  }
}
