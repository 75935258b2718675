import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { Mail } from "#lib/platform/outbox/send-mail.ts";

type Notice = { to: string; subject: string; happened: string; notYou: string };

/** A mail that tells an account's owner what changed. Its words are ours alone, so nothing in it needs escaping. */
export function writeNoticeMail({ to, subject, happened, notYou }: Notice): Mail {
  const link = `${getConfig().publicUrl}/me/sign-in`;
  const paragraph = 'style="margin:0 0 16px;font:16px/24px system-ui,sans-serif"';
  return {
    to,
    subject,
    text: `${happened}\n\nWas it not you? ${notYou}\n${link}\n`,
    html: [
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${subject}</title></head><body>`,
      `<p ${paragraph}>${happened}</p>`,
      `<p ${paragraph}>Was it not you? ${notYou}</p>`,
      `<p ${paragraph}><a href="${link}">Sign-in settings</a></p>`,
      "</body></html>",
    ].join(""),
    localNotice: `${subject}: ${to}`,
  };
}
