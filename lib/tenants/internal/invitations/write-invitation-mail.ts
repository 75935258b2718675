import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";
import { ROLE_TEXTS } from "../role-texts.ts";

type Invitation = { actor: MemberActor; email: string; role: Role; note: string; url: string };

export function writeInvitationMail({ actor, email, role, note, url }: Invitation): MailContent {
  const { tenantName } = actor;
  return {
    subject: `Join ${tenantName} on Trinity Connect`,
    preview: `${actor.email} invites you.`,
    heading: `Join ${tenantName}`,
    paragraphs: [
      `${actor.email} invites you to ${tenantName} on Trinity Connect, which lets apps such as Claude use your organisation’s Trinity.`,
      ...(note === "" ? [] : [`They write: ${note}`]),
      `The link works once, for seven days, and only for ${email}.`,
    ],
    facts: [["Your role", ROLE_TEXTS[role]]],
    action: { label: "Look at the invitation", url },
    footer: `This mail went to ${email} because somebody in ${tenantName} typed this address. If it means nothing to you, do nothing.`,
  };
}
