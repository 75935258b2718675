import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { Mail } from "#lib/platform/outbox/send-mail.ts";
import { CODE_MINUTES } from "../policy.ts";
import { describeBrowser } from "./describe-browser.ts";

type CodeMail = { address: string; code: string; userAgent: string | null };

/** The mail that carries a code. Its link only opens the page where the code is typed: opening it signs nobody in. */
export function writeCodeMail({ address, code, userAgent }: CodeMail): Mail {
  const browser = describeBrowser(userAgent);
  const link = `${getConfig().publicUrl}/sign-in/code`;
  const asked = `Somebody, probably you, asked for it in ${browser}. It works once, for ${CODE_MINUTES} minutes.`;
  const notYou =
    "Was it not you? Then do nothing: without this code nobody signs in. Never give it to anybody, us included.";
  return {
    to: address,
    // Mail servers log subjects, so the code is not in this one.
    subject: "Your Trinity Connect sign-in code",
    text: `Your sign-in code for Trinity Connect:\n\n${code}\n\n${asked}\nType it on the page that asked for it: ${link}\n\n${notYou}\n`,
    html: toHtml({ code, asked, link, notYou }),
    localNotice: `Sign-in code for ${address}: ${code}`,
  };
}

type Paragraphs = { code: string; asked: string; link: string; notYou: string };

/** Every part is ours or digits, so nothing needs escaping but the link's attribute, which is our own origin. */
function toHtml({ code, asked, link, notYou }: Paragraphs): string {
  const paragraph = 'style="margin:0 0 16px;font:16px/24px system-ui,sans-serif"';
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Your sign-in code</title></head><body>',
    `<p ${paragraph}>Your sign-in code for Trinity Connect:</p>`,
    `<p style="margin:0 0 16px;font:600 32px/40px ui-monospace,monospace;letter-spacing:4px">${code}</p>`,
    `<p ${paragraph}>${asked}</p>`,
    `<p ${paragraph}>Type it on <a href="${link}">the page that asked for it</a>.</p>`,
    `<p ${paragraph}>${notYou}</p>`,
    "</body></html>",
  ].join("");
}
