import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";
import { ROLE_TEXTS } from "../role-texts.ts";

/** To somebody who asked to join; `role` null: they were declined. */
export function writeDecisionMail({ tenantName, tenantSlug }: MemberActor, role: Role | null): MailContent {
  const footer = `You get this mail because you asked to join ${tenantName} on Trinity Connect.`;
  if (role === null) {
    return {
      subject: `Your request to join ${tenantName} was declined`,
      preview: "An admin decided about it.",
      heading: "Your request was declined",
      paragraphs: [
        `An admin of ${tenantName} declined your request to join. If you think this is a mistake, write to somebody you know there.`,
      ],
      footer,
    };
  }
  return {
    subject: `You are now a member of ${tenantName}`,
    preview: "Your request was approved.",
    heading: `Welcome to ${tenantName}`,
    paragraphs: [
      `An admin approved your request to join ${tenantName}. You can connect Claude and other apps to it now.`,
    ],
    facts: [["Your role", ROLE_TEXTS[role]]],
    action: { label: `Open ${tenantName}`, url: `${getConfig().publicUrl}/o/${tenantSlug}` },
    footer,
  };
}
