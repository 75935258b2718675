import { escapeHtml } from "#lib/kernel/escape-html.ts";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { renderPage } from "../../../../_http/render-page.ts";
import { translate } from "../../../../_messages/translate.ts";

type Ending = "allowed" | "denied";

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
  const t = await translate("consent.moving");
  const app = () => name;
  const host = escapeHtml(consent.redirectHost);
  const body = isWeb
    ? `<p>${t.markup(`${ending}.web`, { app })}</p>
<p><a href="${target}">${t("go", { host })}</a></p>
<p><small>${t("closeWeb")}</small></p>`
    : `<p>${t.markup(`${ending}.scheme`, { app })}</p>
<p><a class="button" href="${target}">${t.markup("open", { app })}</a></p>
<p><small>${t("closeScheme")}</small></p>`;
  const head = isWeb ? `\n<meta http-equiv="refresh" content="0;url=${target}">` : "";
  return await renderPage(request, { status: 200, title: t(`${ending}.title`), head, body });
}
