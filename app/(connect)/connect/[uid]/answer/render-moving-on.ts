import { escapeHtml } from "#lib/kernel/escape-html.ts";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { renderPage } from "../../../../_http/render-page.ts";

type Ending = "allowed" | "denied";

const TITLES: Record<Ending, string> = { allowed: "Connected", denied: "Nothing was shared" };

/**
 * The 200 page that takes the browser on: by itself after a moment, and by a link. To a private scheme only the
 * person's own press leads, because browsers open no other program without one; the page stays for them to close.
 */
export async function renderMovingOn(
  request: Request,
  consent: ConsentRequest,
  ending: Ending,
  location: string,
): Promise<Response> {
  const name = `<bdi>${escapeHtml(consent.client.name)}</bdi>`;
  const target = escapeHtml(location);
  const isWeb = /^https?:/.test(consent.redirectUri);
  const outcome = ending === "allowed" ? "" : `${name} gets no access. `;
  const body = isWeb
    ? `<p>${outcome}Taking you back to ${name}.</p>
<p><a href="${target}">Go to ${escapeHtml(consent.redirectHost)}</a></p>
<p><small>If the app opened, you can close this tab.</small></p>`
    : `<p>${outcome}Go back to ${name} to finish; the link works once.</p>
<p><a class="button" href="${target}">Open ${name}</a></p>
<p><small>You can close this tab once it has opened.</small></p>`;
  const head = isWeb ? `\n<meta http-equiv="refresh" content="0;url=${target}">` : "";
  return await renderPage(request, { status: 200, title: TITLES[ending], head, body });
}
