import "#server-only";
import type { Mail } from "#lib/platform/outbox/send-mail.ts";
import type { AccountConsequences } from "../get-account-consequences.ts";

/** Tells the address whose account it was that it is gone. */
export function writeDeletedMail(to: string, was: AccountConsequences, isOperator: boolean): Mail {
  const by = isOperator
    ? "The operator of this server deleted it, as asked."
    : "You deleted it on your page.";
  return {
    to,
    subject: "Your Trinity Connect account is deleted",
    preview: "Your name and address are erased. This mail is the last.",
    heading: "Your account is deleted",
    paragraphs: [
      `${by} Every browser is signed out, every connection has ended, and the Trinity keys you gave are destroyed.`,
      "Your name and e-mail address are erased in the organisations you belonged to. What they keep of you stands under a number without a name. Who signs in with this address from now on is somebody new.",
    ],
    facts: [
      ["Organisations left", String(was.organisations)],
      ["Connections ended", String(was.connections)],
      ["Trinity keys destroyed", String(was.keys)],
    ],
    footer:
      "Was it not you? Tell an admin of your organisation: somebody could read the mail of this address.",
  };
}
