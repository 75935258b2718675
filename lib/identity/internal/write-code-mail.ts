import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { Mail } from "#lib/platform/outbox/send-mail.ts";
import { CODE_MINUTES } from "../policy.ts";
import { describeBrowser } from "./describe-browser.ts";

type CodeMail = { address: string; code: string; userAgent: string | null };

/** The mail that carries a code. Its link only opens the page where the code is typed: opening it signs nobody in. */
export function writeCodeMail({ address, code, userAgent }: CodeMail): Mail {
  const browser = describeBrowser(userAgent);
  return {
    to: address,
    // Mail servers log subjects and lock screens show previews, so the code is in neither.
    subject: "Your Trinity Connect sign-in code",
    preview: `It works once, for ${CODE_MINUTES} minutes.`,
    heading: "Your sign-in code for Trinity Connect",
    paragraphs: [
      `Somebody, probably you, asked for it in ${browser}. It works once, for ${CODE_MINUTES} minutes. Type it on the page that asked for it:`,
    ],
    code,
    action: { label: "Open that page", url: `${getConfig().publicUrl}/sign-in/code` },
    footer:
      "Was it not you? Then do nothing: without this code nobody signs in. Never give it to anybody, us included.",
    localNotice: `Sign-in code for ${address}: ${code}`,
  };
}
