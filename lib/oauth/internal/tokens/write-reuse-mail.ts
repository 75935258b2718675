import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { Mail } from "#lib/platform/outbox/send-mail.ts";

type ReuseMail = {
  address: string;
  clientName: string;
  tenantName: string;
  /** Where the second use came from; null when only a proxy's address is known. */
  network: string | null;
  at: Date;
};

/** Tells a person that their connection was ended because what it was given was used twice. */
export function writeReuseMail({ address, clientName, tenantName, network, at }: ReuseMail): Mail {
  const link = `${getConfig().publicUrl}/me/connections`;
  const when = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const subject = `${clientName} was disconnected from ${tenantName}`;
  return {
    to: address,
    subject,
    preview: "A sign-in secret of that connection was used a second time.",
    heading: subject,
    paragraphs: [
      `We disconnected ${clientName} from ${tenantName} at ${when}: a sign-in secret of that connection was used a second time, which happens when somebody else has a copy of it.`,
      network === null ? "We could not see where from." : `The second use came from the network ${network}.`,
      `Nothing of this connection works any more, for you or anybody else. To go on, connect again from ${clientName}.`,
      "If you did not restore a backup or copy the app's files to another computer, look for software on your computer that you do not know, and tell an admin of your organisation.",
    ],
    action: { label: "Your connections", url: link },
    footer: "You get this mail because you allowed that connection.",
    localNotice: `${subject}: a token was used twice (mail to ${address})`,
  };
}
