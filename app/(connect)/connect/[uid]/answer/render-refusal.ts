import { makeAttemptKey } from "#lib/activity/make-attempt-key.ts";
import { type ErrorCode, HTTP_STATUS } from "#lib/kernel/errors.ts";
import { escapeHtml } from "#lib/kernel/escape-html.ts";
import { renderPage } from "../../../../_http/render-page.ts";
import { reportError } from "../../../../_http/report-error.ts";
import { translate } from "../../../../_messages/translate.ts";

/** The answer to a form that our page did not make for this signed-in browser: nothing changed. */
export async function refuseForeignForm(request: Request, uid: string): Promise<Response> {
  const t = await translate("consent.refusal");
  const body = `<p>${t("foreign")}</p>
<p><a href="/connect/${encodeURIComponent(uid)}">${t("again")}</a></p>
${await toAttemptLine(uid, "forbidden")}`;
  return await renderPage(request, { status: 403, title: t("changed"), body });
}

/** An answer that could not be recorded: why, and that nothing was shared. */
export async function renderFailure(request: Request, uid: string, error: unknown): Promise<Response> {
  const t = await translate("consent.refusal");
  const { code, publicMessage } = reportError(error);
  const body = `<p>${escapeHtml(publicMessage)}</p>
<p><a href="/connect/${encodeURIComponent(uid)}">${t("again")}</a></p>
${await toAttemptLine(uid, code)}`;
  return await renderPage(request, { status: HTTP_STATUS[code], title: t("shared"), body });
}

async function toAttemptLine(uid: string, code: ErrorCode): Promise<string> {
  const t = await translate("consent");
  const { number } = makeAttemptKey(uid);
  const attempt = t.markup("attempt", { number: () => number });
  return `<p><small>${attempt}</small></p>
<p><a href="/docs/errors#${code}">${t("help")}</a></p>`;
}
