import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";

/** To somebody an admin shut out or took out of the organisation. */
export function writeEndedMail({ tenantName }: MemberActor, what: "suspended" | "removed"): MailContent {
  const isRemoved = what === "removed";
  return {
    subject: isRemoved
      ? `You are no longer a member of ${tenantName}`
      : `Your access to ${tenantName} is suspended`,
    preview: "Your apps no longer work there.",
    heading: isRemoved ? `You were removed from ${tenantName}` : `Your access to ${tenantName} is suspended`,
    paragraphs: [
      `An admin of ${tenantName} did this. The apps you connected there are disconnected, and the Trinity keys you gave are deleted.`,
      "Your account and your other organisations are as they were. If you think this is a mistake, write to somebody you know there.",
    ],
    footer: `You get this mail because you were a member of ${tenantName} on Trinity Connect.`,
  };
}
