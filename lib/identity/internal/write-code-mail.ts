import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { Mail } from "#lib/platform/outbox/send-mail.ts";
import { CODE_MINUTES } from "../policy.ts";
import { describeBrowser } from "./describe-browser.ts";

type CodeMail = {
  address: string;
  code: string;
  userAgent: string | null;
  /** Where whoever asked came from, shortened; null where nobody can tell. */
  network: string | null;
};

/** The mail that carries a code. Its link only opens the page where the code is typed: opening it signs nobody in. */
export function writeCodeMail({ address, code, userAgent, network }: CodeMail): Mail {
  const { publicUrl } = getConfig();
  return {
    to: address,
    // Mail servers log subjects and lock screens show previews, so the code is in neither.
    subject: "Your Trinity Connect sign-in code",
    preview: `It works once, for ${CODE_MINUTES} minutes.`,
    heading: "Your sign-in code for Trinity Connect",
    paragraphs: [
      `Somebody, probably you, asked for it. It works once, for ${CODE_MINUTES} minutes. Type it on the page that asked for it:`,
    ],
    code,
    facts: [
      ["Asked in", describeBrowser(userAgent)],
      ["From", network ?? "We could not see where from"],
    ],
    action: { label: "Open that page", url: `${publicUrl}/sign-in/code` },
    footer:
      "Without this code nobody signs in, so if it was not you, there is nothing you must do. Never give it to anybody, us included.",
    help: {
      label: "Was it not you? What to do",
      url: `${publicUrl}/docs/sign-in#a-code-you-did-not-ask-for`,
    },
    localNotice: `Sign-in code for ${address}: ${code}`,
  };
}
