import "#server-only";
import { once } from "../registry/once.ts";

/** A mail that was not sent but kept for this machine's own reader. */
export type LocalMail = { id: string; at: Date; to: string; subject: string; text: string };

const KEPT_MAX = 50;

/** Keeps a mail in memory; the oldest one beyond fifty is forgotten. */
export function keepLocalMail(mail: Omit<LocalMail, "id" | "at">): void {
  const mails = mailbox();
  mails.unshift({ ...mail, id: crypto.randomUUID(), at: new Date() });
  mails.splice(KEPT_MAX);
}

/** What the local mailbox holds, newest first. */
export function listLocalMails(): readonly LocalMail[] {
  return [...mailbox()];
}

function mailbox(): LocalMail[] {
  return once("outbox.local-mailbox", (): LocalMail[] => []);
}
