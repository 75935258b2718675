import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";

type Ending = "allowed" | "denied";

const TITLES: Record<Ending, string> = { allowed: "Connected", denied: "Nothing was shared" };

// The tokens of globals.css that this page needs: it is not rendered by Next and has no stylesheet of its own.
const STYLE = `:root{color-scheme:light dark;--bg:#f8fafc;--ink:#151f27;--muted:#525e67;--link:#005e71}
@media (prefers-color-scheme:dark){:root{--bg:#0d1216;--ink:#edf1f3;--muted:#a1abb1;--link:#6cd7e3}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/24px ui-sans-serif,system-ui,sans-serif}
main{max-width:592px;margin:0 auto;padding:64px 24px}h1{font-size:20px;line-height:28px;font-weight:600}
p{overflow-wrap:anywhere}a{color:var(--link);display:inline-block;padding:10px 0}small{color:var(--muted);font-size:14px}`;

/** The 200 page that takes the browser on: by itself after a moment, and by a link. */
export function renderMovingOn(
  request: Request,
  consent: ConsentRequest,
  ending: Ending,
  location: string,
): Response {
  const nonce = escapeHtml(request.headers.get("x-nonce") ?? "");
  const name = `<bdi>${escapeHtml(consent.client.name)}</bdi>`;
  const target = escapeHtml(location);
  const sentence =
    ending === "allowed" ? `Taking you back to ${name}.` : `${name} gets no access. Taking you back to it.`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0;url=${target}">
<title>${TITLES[ending]} · Trinity Connect</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>${TITLES[ending]}</h1>
<p>${sentence}</p>
<p><a href="${target}">Go to ${escapeHtml(consent.redirectHost)}</a></p>
<p><small>If the app opened, you can close this tab.</small></p>
</main>
</body>
</html>
`;
  return new Response(html, {
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
