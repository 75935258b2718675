import "#server-only";
import { hash } from "node:crypto";
import type { Context } from "oidc-provider";
import { findAttemptNumber } from "#lib/activity/note-outcome.ts";
import { escapeHtml } from "#lib/kernel/escape-html.ts";
import { isOutage } from "#lib/kernel/outage.ts";
import { describeError } from "./describe-error.ts";

type Text = { title: string; body: string };

export const TEXTS: Record<string, Text> = {
  invalid_client: {
    title: "We do not know this app",
    body: "It has not registered with us, or its registration has ended. Nothing was shared. Go back to the app and start Connect again; if it comes back here, remove Trinity Connect from the app and add it again.",
  },
  invalid_target: {
    title: "The app asked for an address that is not one of ours",
    body: "Nothing was shared. Copy the address from your organisation's Overview page, or from our start page, into the app exactly as it is, then start Connect again.",
  },
  consent_required: {
    title: "The app wanted to connect without asking you",
    body: "That is not possible here: people always decide on our page. Nothing was shared. Go back to the app and start Connect there yourself.",
  },
  document_unreachable: {
    title: "We could not read what this app says of itself",
    body: "The app's site did not answer us as it should. Nothing was shared. Wait a minute, then press Connect in your app again.",
  },
  document_refused: {
    title: "This app does not describe itself as it must",
    body: "Nothing was shared. Tell the app's maker that its description of itself was refused, and give the number below.",
  },
  app_blocked: {
    title: "This app is blocked here",
    body: "Whoever runs this server lets it connect to no organisation. Nothing was shared. If you think this is a mistake, ask them and give the number below.",
  },
  invalid_redirect_uri: {
    title: "This app asked to return to an address it did not register",
    body: "Nothing was shared. Go back to the app and start Connect again; if it happens again, tell the app's maker.",
  },
  expired: {
    title: "This request has expired",
    body: "It was answered before, or it waited too long. Press Connect in your app again.",
  },
  temporarily_unavailable: {
    title: "This cannot be answered right now",
    body: "Wait a minute, then press Connect in your app again.",
  },
  server_error: {
    title: "Something went wrong on our side",
    body: "Nothing was shared. Press Connect in your app again in a minute.",
  },
};
const FALLBACK: Text = {
  title: "This request cannot be answered",
  body: "The app's request was incomplete, or asked for something we do not offer. Nothing was shared. Go back to the app and start Connect again; if it happens again, tell the app's maker.",
};
const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f8fafc;color:#151f27}main{max-width:32rem;margin:0 auto;padding:12vh 1.5rem}h1{font-size:1.375rem;line-height:1.3}p{margin:0 0 1rem}small{color:#525e67}strong{white-space:nowrap}a{color:#005e71;display:inline-block;padding:10px 0;overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{background:#0d1216;color:#edf1f3}small{color:#a1abb1}a{color:#6cd7e3}}";

/** On every answer we could not give because our database is away. */
export const RETRY_AFTER = { "Retry-After": "2" } as const;

/** On every page the authorization server renders itself. */
export const PAGE_HEADERS = {
  "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${hash("sha256", STYLE, "base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "X-Frame-Options": "DENY",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cache-Control": "no-store",
} as const;

const OWN_CODES = ["app_blocked", "document_unreachable", "document_refused"] as const;

type ReturnLink = { href: string; host: string };

/**
 * The page for an error that must not be sent back to an app, or only by the person's own press on a link. `code` is
 * one of ours, never what was sent.
 */
export function toErrorPage(code: string, link?: ReturnLink): string {
  const key = Object.hasOwn(TEXTS, code) ? code : "invalid_request";
  const { title, body } = TEXTS[key] ?? FALLBACK;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title} · Trinity Connect</title><style>${STYLE}</style></head><body><main><h1>${title}</h1><p>${body}</p>${link ? toReturnLink(link) : ""}${toAttemptLine()}<p><small>Trinity Connect · ${key}</small></p></main></body></html>`;
}

/** So that whoever is asked for help can look up where it stopped. */
function toAttemptLine(): string {
  const number = findAttemptNumber();
  return number === null
    ? ""
    : `<p>Connection attempt <strong>${number}</strong>. Give this number when you ask for help.</p>`;
}

function toReturnLink({ href, host }: ReturnLink): string {
  return `<p>To go on without connecting: <a href="${escapeHtml(href)}" rel="noreferrer">Return to ${escapeHtml(host)}</a></p>`;
}

/** Answers in place, as JSON to a program (RFC 6749 section 5.2) and as a page to a person; nothing sent is repeated. */
export async function renderError(
  ctx: Context,
  sent: { error: string; error_description?: string },
  cause: unknown,
): Promise<void> {
  const out = isOutage(cause) ? { error: "temporarily_unavailable" } : sent;
  ctx.set(PAGE_HEADERS);
  if (out !== sent) {
    ctx.status = 503;
    ctx.set(RETRY_AFTER);
  }
  if (ctx.accepts("html", "json") === "html") {
    const isExpired = ctx.oidc.route === "resume" && out.error === "invalid_request";
    ctx.type = "html";
    ctx.body = toErrorPage(isExpired ? "expired" : (toOwnCode(cause) ?? out.error));
    return;
  }
  const description = describeError(toOwnCode(cause) ?? out.error, sent.error_description);
  ctx.body = { error: out.error, ...(description ? { error_description: description } : {}) };
}

/** What is known beside that it is no client: it is blocked, or its document could not be read or was refused. */
function toOwnCode(cause: unknown): string | undefined {
  const { error_detail: detail } = (cause ?? {}) as { error_detail?: unknown };
  return OWN_CODES.find((code) => code === detail);
}
