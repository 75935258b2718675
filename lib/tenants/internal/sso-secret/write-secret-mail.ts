import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";
import { toDay } from "./days.ts";
import type { Ending } from "./store.ts";

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** That the secret of company sign-in ends, or has, and what keeps people signing in. */
export function writeSecretMail({ name, slug, endsOn }: Ending, now: Date): MailContent {
  const isOver = toDay(endsOn) < toDay(now);
  const day = DAY.format(endsOn);
  return {
    subject: isOver
      ? `The secret of company sign-in of ${name} has expired`
      : `The secret of company sign-in of ${name} expires on ${day}`,
    preview: "Enter a new client secret so that people can keep signing in.",
    heading: isOver ? "The client secret has expired" : `The client secret expires on ${day}`,
    paragraphs: [
      "Your sign-in service takes the client secret that Trinity Connect has until the day that was entered with it. After that nobody signs in with company sign-in.",
      "Make a new secret at your sign-in service. An owner enters it with its new date, tests it, and turns company sign-in on again.",
    ],
    facts: [
      ["Organisation", name],
      ["Expires on", day],
    ],
    action: { label: "Open sign-in settings", url: `${getConfig().publicUrl}/o/${slug}/settings/sign-in` },
    footer: `You get this mail because you can see the sign-in settings of ${name}.`,
  };
}
