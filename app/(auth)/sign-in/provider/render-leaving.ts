import { escapeHtml } from "#lib/kernel/escape-html.ts";
import { renderPage } from "../../../_http/render-page.ts";

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
  const host = escapeHtml(new URL(location).host);
  const response = await renderPage(request, {
    status: 200,
    title: "Taking you to sign in",
    head: `\n<meta http-equiv="refresh" content="0;url=${target}">`,
    body: `<p>You sign in at ${host} and come back here.</p>\n<p><a class="button" href="${target}">Go to ${host}</a></p>`,
  });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}
