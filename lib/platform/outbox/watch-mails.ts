import "#server-only";
import { onEvent } from "../bus/on-event.ts";
import { log } from "../log/log.ts";
import { mailPump } from "./send-queued-mails.ts";

/** Sends mails as soon as the transaction that queued them is committed, on whatever instance. Returns what stops it. */
export function watchMails(): () => Promise<void> {
  const pump = mailPump();
  pump.allow();
  const end = onEvent("mail", () => {
    pump.run().catch((error: unknown) => log.warn({ err: error }, "queued mails were not sent"));
  });
  return async () => {
    end();
    await pump.stop();
  };
}
