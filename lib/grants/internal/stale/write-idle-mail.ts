import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";

type IdleMail = { tenantName: string; appNames: readonly string[]; idleDays: number };

/** Tells a person which of their connections ended because nothing used them. */
export function writeIdleMail({ tenantName, appNames, idleDays }: IdleMail): MailContent {
  const { length: count } = appNames;
  const heading =
    count === 1
      ? `${appNames[0]} was disconnected from ${tenantName}`
      : `${count} apps were disconnected from ${tenantName}`;
  return {
    subject: heading,
    preview: `Not used for ${idleDays} days.`,
    heading,
    paragraphs: [
      `${tenantName} ends connections that nothing used for ${idleDays} days. ${count === 1 ? "This one" : "These"} of yours ended today: ${appNames.join("; ")}.`,
      "To use such an app again, connect it again from the app.",
    ],
    action: { label: "Your connections", url: `${getConfig().publicUrl}/me/connections` },
    footer: "You get this mail because these were your connections. There is nothing else to do.",
  };
}
