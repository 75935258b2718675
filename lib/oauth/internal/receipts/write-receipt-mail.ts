import "#server-only";
import { findGroup } from "#lib/catalog/groups.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";

type ReceiptMail = {
  app: { name: string; redirectHost: string };
  tenantName: string;
  groups: readonly string[];
  /** What of it is new; absent for a new connection. */
  added: readonly string[] | undefined;
  /** Where it was allowed from; null when only a proxy's address is known. */
  network: string | null;
  at: Date;
  link: string;
};

/** Tells a person what an app may do for them from now on, and how to end it at once. */
export function writeReceiptMail(receipt: ReceiptMail): MailContent {
  const { app, tenantName, groups, added, network, at, link } = receipt;
  const when = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const heading =
    added === undefined ? `${app.name} may use ${tenantName}` : `${app.name} may do more in ${tenantName}`;
  return {
    subject: heading,
    preview: "If this was not you, disconnect it.",
    heading,
    paragraphs: [
      added === undefined
        ? `Somebody signed in as you and allowed ${app.name} to use tools of ${tenantName} in your name.`
        : `Somebody signed in as you and allowed ${app.name} more tools of ${tenantName} in your name.`,
      "If this was you, there is nothing to do. If this was not you, disconnect it now, then look at your sessions and tell an admin of your organisation.",
    ],
    facts: [
      ["App", app.name],
      ["Goes to", app.redirectHost],
      ["Organisation", tenantName],
      ...(added === undefined ? [] : [["New", toWords(added)] as const]),
      ["May use", toWords(groups)],
      ["When", when],
      ["From", network ?? "We could not see where from"],
    ],
    action: { label: `If this was not you, disconnect ${app.name}`, url: link },
    footer:
      "You get this mail because a connection was allowed with your account. The link ends this one connection and can do nothing else; it works without signing in, so do not pass it on.",
  };
}

function toWords(groups: readonly string[]): string {
  return groups.map((id) => findGroup(id)?.title ?? id).join("; ");
}
