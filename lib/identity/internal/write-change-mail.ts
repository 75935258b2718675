import "#server-only";
import type { Mail } from "#lib/platform/outbox/send-mail.ts";
import { CODE_MINUTES } from "../policy.ts";

/** The mail that proves a new address. It says what the code does, so that nobody gives it away as a sign-in code. */
export function writeChangeMail({ address, code }: { address: string; code: string }): Mail {
  const happened = "Somebody, probably you, wants to use this address for their Trinity Connect account.";
  const how = `Type this code on the page that asked for it. It works once, for ${CODE_MINUTES} minutes:`;
  const notYou =
    "Was it not you? Then do nothing: nothing changes without the code. Never give it to anybody, us included.";
  const paragraph = 'style="margin:0 0 16px;font:16px/24px system-ui,sans-serif"';
  return {
    to: address,
    subject: "Confirm your new address for Trinity Connect",
    text: `${happened}\n\n${how}\n\n${code}\n\n${notYou}\n`,
    html: [
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Confirm your new address</title></head><body>',
      `<p ${paragraph}>${happened}</p>`,
      `<p ${paragraph}>${how}</p>`,
      `<p style="margin:0 0 16px;font:600 32px/40px ui-monospace,monospace;letter-spacing:4px">${code}</p>`,
      `<p ${paragraph}>${notYou}</p>`,
      "</body></html>",
    ].join(""),
    localNotice: `Code that confirms ${address}: ${code}`,
  };
}
