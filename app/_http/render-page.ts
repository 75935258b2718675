import { escapeHtml } from "#lib/kernel/escape-html.ts";
import { readLocale } from "../_messages/read-locale.ts";
import { readTheme } from "../_ui/read-theme.ts";

// The tokens of globals.css that these pages need: a route handler has no stylesheet of Next's.
const LIGHT = "color-scheme:light;--bg:#f8fafc;--ink:#151f27;--muted:#525e67;--link:#005e71;--ring:#007dae";
const DARK = "color-scheme:dark;--bg:#0d1216;--ink:#edf1f3;--muted:#a1abb1;--link:#6cd7e3;--ring:#4cd1ee";
const STYLE = `:root{${LIGHT}}[data-theme=dark]{${DARK}}
@media (prefers-color-scheme:dark){[data-theme=system]{${DARK}}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/24px ui-sans-serif,system-ui,sans-serif}
main{max-width:592px;margin:0 auto;padding:64px 24px}h1{font-size:20px;line-height:28px;font-weight:600}
p{overflow-wrap:anywhere}a{color:var(--link);display:inline-block;padding:10px 0}
a.button{border:1px solid var(--muted);border-radius:6px;padding:9px 16px;font-weight:500;text-decoration:none}
:focus-visible{outline:2px solid var(--ring);outline-offset:2px}small{color:var(--muted);font-size:14px}`;

export type AnswerPage = {
  status: number;
  title: string;
  /** Markup of the head and of what stands under the title; everything from outside in it is escaped. */
  head?: string;
  body: string;
};

/** A page of our own look in answer to a form post, which Next cannot render there. */
export async function renderPage(request: Request, page: AnswerPage): Promise<Response> {
  const nonce = escapeHtml(request.headers.get("x-nonce") ?? "");
  const html = `<!doctype html>
<html lang="${await readLocale()}" data-theme="${await readTheme()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">${page.head ?? ""}
<title>${page.title} · Trinity Connect</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>${page.title}</h1>
${page.body}
</main>
</body>
</html>
`;
  return new Response(html, {
    status: page.status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}
