import { makeAttemptKey } from "#lib/activity/make-attempt-key.ts";
import { HTTP_STATUS } from "#lib/kernel/errors.ts";
import { escapeHtml } from "#lib/kernel/escape-html.ts";
import { renderPage } from "../../../../_http/render-page.ts";
import { reportError } from "../../../../_http/report-error.ts";

/** The answer to a form that our page did not make for this signed-in browser: nothing changed. */
export async function refuseForeignForm(request: Request, uid: string): Promise<Response> {
  const body = `<p>This answer did not come from the page we showed you, or you are signed in as somebody else by now.</p>
<p><a href="/connect/${encodeURIComponent(uid)}">Open the request again</a></p>
${toAttemptLine(uid)}`;
  return await renderPage(request, { status: 403, title: "Nothing was changed", body });
}

/** An answer that could not be recorded: why, and that nothing was shared. */
export async function renderFailure(request: Request, uid: string, error: unknown): Promise<Response> {
  const { code, publicMessage } = reportError(error);
  const body = `<p>${escapeHtml(publicMessage)}</p>
<p><a href="/connect/${encodeURIComponent(uid)}">Open the request again</a></p>
${toAttemptLine(uid)}`;
  return await renderPage(request, { status: HTTP_STATUS[code], title: "Nothing was shared", body });
}

function toAttemptLine(uid: string): string {
  const { number } = makeAttemptKey(uid);
  return `<p><small>Connection attempt ${number}. Give this number when you ask for help.</small></p>`;
}
