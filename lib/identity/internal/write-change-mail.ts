import "#server-only";
import type { Mail } from "#lib/platform/outbox/send-mail.ts";
import { CODE_MINUTES } from "../policy.ts";

/** The mail that proves a new address. It says what the code does, so that nobody gives it away as a sign-in code. */
export function writeChangeMail({ address, code }: { address: string; code: string }): Mail {
  return {
    to: address,
    subject: "Confirm your new address for Trinity Connect",
    preview: "A code that makes this the address of your account.",
    heading: "Confirm your new address",
    paragraphs: [
      "Somebody, probably you, wants to use this address for their Trinity Connect account.",
      `Type this code on the page that asked for it. It works once, for ${CODE_MINUTES} minutes:`,
    ],
    code,
    footer:
      "Was it not you? Then do nothing: nothing changes without the code. Never give it to anybody, us included.",
    localNotice: `Code that confirms ${address}: ${code}`,
  };
}
