import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { Mail } from "#lib/platform/outbox/send-mail.ts";

type Notice = { to: string; subject: string; happened: string; notYou: string };

/** A mail that tells an account's owner what changed. */
export function writeNoticeMail({ to, subject, happened, notYou }: Notice): Mail {
  return {
    to,
    subject,
    preview: happened,
    heading: subject,
    paragraphs: [happened, `Was it not you? ${notYou}`],
    action: { label: "Sign-in settings", url: `${getConfig().publicUrl}/me/sign-in` },
    footer: "You get this mail because it concerns how your account is opened.",
    localNotice: `${subject}: ${to}`,
  };
}
