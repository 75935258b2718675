import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { sendMail } from "#lib/platform/outbox/send-mail.ts";
import { GOOGLE } from "../../find-google.ts";
import { writeNoticeMail } from "../write-notice-mail.ts";
import type { Provider } from "./provider.ts";

/** Tells an account's owner that it has one more way in. A mail that cannot be sent stops nobody. */
export async function tellOfLink(to: string, { connection }: Pick<Provider, "connection">): Promise<void> {
  const way = connection === GOOGLE ? "Google" : "your organisation’s sign-in";
  const mail = writeNoticeMail({
    to,
    subject: "A way to sign in was added to your account",
    happened: `From now on ${way} also opens your Trinity Connect account.`,
    notYou: "Sign in, remove it there, and end the other browsers.",
  });
  await sendMail(mail).catch((error: unknown) => {
    log.warn({ err: error }, "the notice of a new way to sign in was not sent");
  });
}
