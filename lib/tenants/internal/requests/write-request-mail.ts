import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";

type Asked = { tenant: { name: string; slug: string }; name: string; email: string; note: string };

/** To the admins of the organisation somebody asks to join. */
export function writeRequestMail({ tenant, name, email, note }: Asked): MailContent {
  return {
    subject: `${email} asks to join ${tenant.name}`,
    preview: "Approve it with a role, or decline it.",
    heading: `Somebody asks to join ${tenant.name}`,
    paragraphs: [
      `${email} signed in to Trinity Connect with this address and asks to join ${tenant.name}.`,
      ...(note === "" ? [] : [`They write: ${note}`]),
      "Until one of you decides they see nothing of the organisation.",
    ],
    facts: [
      ["Name", name],
      ["Address", email],
    ],
    action: {
      label: "Decide",
      url: `${getConfig().publicUrl}/o/${tenant.slug}/members?tab=requests`,
    },
    footer: `You get this mail because you can add people to ${tenant.name}.`,
  };
}
