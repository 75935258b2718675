import "#server-only";
import { createTransport } from "nodemailer";
import { DomainError } from "#lib/kernel/errors.ts";
import { isMadeUp } from "#lib/kernel/made-up-domain.ts";
import { getConfig } from "../config/get-config.ts";
import { log } from "../log/log.ts";
import { once } from "../registry/once.ts";
import { keepLocalMail } from "./local-mailbox.ts";
import type { MailContent } from "./mail.ts";
import { renderHtml } from "./render-html.ts";
import { writeText } from "./write-text.ts";

export type Mail = MailContent & {
  /** One bare, already normalised address. */
  to: string;
  /** The one line the terminal shows in local mode: "Sign-in code for ada@acme.example: 123456". */
  localNotice?: string;
};
export type SentMail = { ok: true } | { ok: false; reason: "refused" };

const TIMEOUT_MS = 10_000;

/**
 * Hands one mail to the mail server within seconds. In local mode it goes to the local mailbox and the terminal
 * instead, and in no other mode ever there. `refused` means that the server will not take mail for that address, or that
 * nobody can have it; any other failure throws `unavailable`.
 */
export async function sendMail(mail: Mail): Promise<SentMail> {
  const { isLocal, publicUrl } = getConfig();
  if (isLocal) {
    keepLocalMail({ to: mail.to, subject: mail.subject, text: writeText(mail) });
    const notice = mail.localNotice ?? `Mail to ${mail.to}: ${mail.subject}`;
    process.stdout.write(`${notice} (also at ${publicUrl}/local/mailbox)\n`);
    return { ok: true };
  }
  return isMadeUp(mail.to) ? { ok: false, reason: "refused" } : await sendBySmtp(mail);
}

async function sendBySmtp(mail: Mail): Promise<SentMail> {
  const { mailFrom } = getConfig();
  const { to, subject } = mail;
  const [text, html] = [writeText(mail), await renderHtml(mail)];
  try {
    // An address as an object is taken as it is; a string would go through an address parser.
    await transport().sendMail({ from: mailFrom, to: { name: "", address: to }, subject, text, html });
    return { ok: true };
  } catch (error) {
    if (isRefusal(error)) {
      log.info({ responseCode: error.responseCode }, "the mail server refused a recipient");
      return { ok: false, reason: "refused" };
    }
    throw new DomainError("unavailable", "The mail could not be sent right now. Try again in a minute.", {
      detail: "smtp",
      cause: error,
    });
  }
}

function transport() {
  const { smtpUrl } = getConfig();
  if (!smtpUrl) throw new DomainError("unavailable", "Mail is not set up. Ask the operator to set SMTP_URL.");
  return once(`outbox.smtp.${smtpUrl}`, () =>
    createTransport({
      url: smtpUrl,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      dnsTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  );
}

/** A permanent answer (5xx) to the recipient, RFC 5321 section 4.2.1; everything else may pass later. */
function isRefusal(error: unknown): error is Error & { code: string; responseCode: number } {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "EENVELOPE" &&
    "responseCode" in error &&
    typeof error.responseCode === "number" &&
    error.responseCode >= 500
  );
}
