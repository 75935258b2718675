import { findSession } from "#lib/identity/find-session.ts";
import { forgetBrowser } from "#lib/identity/forget-browser.ts";
import { RECENT_MINUTES } from "#lib/identity/policy.ts";
import { deleteAccount } from "#lib/operations/delete-account.ts";
import { readForm } from "../../../_http/read-form.ts";
import { reportError } from "../../../_http/report-error.ts";
import { hasRecentSignIn, toConfirmPath } from "../../../_http/require-recent-sign-in.ts";
import { isSameOrigin } from "../../../_http/require-same-origin.ts";
import { seeOther } from "../../../_http/see-other.ts";

const PAGE = "/me/data";

/** Deletes the account of whoever is signed in, lately, and typed its address; else leads back and says why not. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return seeOther(PAGE);
  try {
    const cookieHeader = request.headers.get("cookie");
    const session = await findSession(cookieHeader);
    if (session === null) return seeOther(`/sign-in?next=${encodeURIComponent(PAGE)}`);
    if (!(await hasRecentSignIn(RECENT_MINUTES))) return seeOther(toConfirmPath(PAGE));
    const confirmation = (await readForm(request))?.get("confirmation") ?? "";
    await deleteAccount(session.actor, { confirmation });
    return seeOther("/account-deleted", forgetBrowser(session.actor.email, cookieHeader));
  } catch (error) {
    return seeOther(`${PAGE}?problem=${reportError(error).code}`);
  }
}
