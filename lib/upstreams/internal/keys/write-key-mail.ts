import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";

type Subject = { tenantName: string; tenantSlug: string; instance: string; upstreamId: string };

/** That an instance's key is dead: nobody has to connect again, one new key mends all. */
export function writeDeadKeyMail({ tenantName, tenantSlug, instance, upstreamId }: Subject): MailContent {
  return {
    subject: `Trinity refuses the key of ${instance}`,
    preview: "Calls to this instance fail until its key is replaced. Connections are kept.",
    heading: "Trinity refuses a key",
    paragraphs: [
      "It was refused twice, some time apart. Calls to this instance fail until you replace its key.",
      "People’s connections are kept: one new key, and all of them work again. Nobody has to connect again.",
    ],
    facts: [
      ["Organisation", tenantName],
      ["Trinity instance", instance],
    ],
    action: {
      label: "Replace the key",
      url: `${getConfig().publicUrl}/o/${tenantSlug}/instances/${upstreamId}?tab=key`,
    },
    footer: `You get this mail because you can change the Trinity instances of ${tenantName}.`,
  };
}

/** That it is taken again. */
export function writeWellKeyMail({ tenantName, tenantSlug, instance, upstreamId }: Subject): MailContent {
  return {
    subject: `${instance} takes its key again`,
    preview: "Calls to this instance work again.",
    heading: "A key works again",
    paragraphs: ["Calls to this instance work again. There is nothing to do."],
    facts: [
      ["Organisation", tenantName],
      ["Trinity instance", instance],
    ],
    action: {
      label: "Open the instance",
      url: `${getConfig().publicUrl}/o/${tenantSlug}/instances/${upstreamId}`,
    },
    footer: `You get this mail because you can change the Trinity instances of ${tenantName}.`,
  };
}

/** That a person's own key is dead; what others do does not depend on it. */
export function writeOwnKeyMail({ tenantName, instance }: Subject): MailContent {
  return {
    subject: `Trinity refuses your key for ${instance}`,
    preview: "Your calls to this instance fail until you replace your key.",
    heading: "Trinity refuses your key",
    paragraphs: [
      "It was refused twice, some time apart. Your calls to this instance fail until you replace it. Your connections are kept.",
    ],
    facts: [
      ["Organisation", tenantName],
      ["Trinity instance", instance],
    ],
    action: { label: "Replace your key", url: `${getConfig().publicUrl}/me/trinity-keys` },
    footer: "You get this mail because you stored a Trinity key of your own for this instance.",
  };
}
