import "#server-only";
import { onEvent } from "../bus/on-event.ts";
import { log } from "../log/log.ts";
import { allowSending, sendQueuedMails, stopSending } from "./send-queued-mails.ts";

/** Sends mails as soon as the transaction that queued them is committed, on whatever instance. Returns what stops it. */
export function watchMails(): () => Promise<void> {
  allowSending();
  const end = onEvent("mail", () => {
    sendQueuedMails().catch((error: unknown) => log.warn({ err: error }, "queued mails were not sent"));
  });
  return async () => {
    end();
    await stopSending();
  };
}
