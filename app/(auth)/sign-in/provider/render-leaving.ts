import { escapeHtml } from "#lib/kernel/escape-html.ts";
import { renderPage } from "../../../_http/render-page.ts";
import { translate } from "../../../_messages/translate.ts";

/**
 * The 200 page that takes the browser to the provider: Chromium checks `form-action` on every hop after a form post, so
 * a redirect to another site would be stopped.
 */
export async function renderLeaving(
  request: Request,
  location: string,
  cookies: readonly string[],
): Promise<Response> {
  const target = escapeHtml(location);
  const { host } = new URL(location);
  const t = await translate("auth.leaving");
  const response = await renderPage(request, {
    status: 200,
    title: escapeHtml(t("title")),
    head: `\n<meta http-equiv="refresh" content="0;url=${target}">`,
    body: `<p>${escapeHtml(t("text", { host }))}</p>\n<p><a class="button" href="${target}">${escapeHtml(t("go", { host }))}</a></p>`,
  });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}
