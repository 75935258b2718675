import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";

type Deleted = { tenantName: string; slug: string; by: string; purgeAt: Date };

/** Tells an owner that the organisation was deleted, by whom, and how long that can be taken back. */
export function writeDeletionMail({ tenantName, slug, by, purgeAt }: Deleted): MailContent {
  const until = `${purgeAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return {
    subject: `${tenantName} was deleted`,
    preview: "Everything has stopped. An owner can undo it for seven days.",
    heading: `${tenantName} was deleted`,
    paragraphs: [
      "Every connection has ended, company sign-in is off, and the keys to its Trinity instances were destroyed.",
      `Until ${until} an owner can undo this. Members and settings are then as before; keys and company sign-in have to be entered again, and everybody connects their apps again.`,
      "After that its data is removed for good. Only the audit log is kept, for one year.",
    ],
    facts: [
      ["Deleted by", by],
      ["Can be undone until", until],
    ],
    action: { label: "See or undo it", url: `${getConfig().publicUrl}/enter/${slug}` },
    footer: "You get this mail because you own this organisation.",
  };
}
