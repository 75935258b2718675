import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";

export type Subject = { tenantName: string; tenantSlug: string; instance: string; upstreamId: string };

const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** That an instance fails, since when, and that nobody has to connect again for it. */
export function writeDownMail(subject: Subject, since: Date): MailContent {
  const { tenantName, instance } = subject;
  return {
    subject: `${instance} does not answer`,
    preview: "Calls to this Trinity instance fail. Connections are kept.",
    heading: "A Trinity instance fails",
    paragraphs: [
      "We looked at it several times and it did not answer as it should. Calls to it fail, and apps are told why.",
      "People’s connections are kept: when the instance is back, all of them work again. Test it to see what is wrong.",
    ],
    facts: [
      ["Organisation", tenantName],
      ["Trinity instance", instance],
      ["Since", `${MOMENT.format(since)} UTC`],
    ],
    action: { label: "Test the instance", url: toInstanceUrl(subject) },
    footer: toFooter(tenantName),
  };
}

/** That it works again. */
export function writeRecoveredMail(subject: Subject): MailContent {
  const { tenantName, instance } = subject;
  return {
    subject: `${instance} answers again`,
    preview: "Calls to this Trinity instance work again.",
    heading: "A Trinity instance works again",
    paragraphs: ["Calls to this instance work again. There is nothing to do."],
    facts: [
      ["Organisation", tenantName],
      ["Trinity instance", instance],
    ],
    action: { label: "Open the instance", url: toInstanceUrl(subject) },
    footer: toFooter(tenantName),
  };
}

/** That tools wait for somebody to look at them, and that they are off until then. */
export function writeToolsMail(subject: Subject, waiting: number): MailContent {
  const { tenantName, tenantSlug, instance } = subject;
  const tools = waiting === 1 ? "1 tool waits" : `${waiting} tools wait`;
  return {
    subject: `${tools} for your review at ${instance}`,
    preview: "New and changed tools are off for everybody until somebody has looked at them.",
    heading: `${tools} for your review`,
    paragraphs: [
      "The instance lists tools that are new, or not what was approved. They are off for everybody until an owner or admin has looked at what changed.",
      "You get this mail once a day at most, and only when more came.",
    ],
    facts: [
      ["Organisation", tenantName],
      ["Trinity instance", instance],
    ],
    action: { label: "Review the changes", url: `${getConfig().publicUrl}/o/${tenantSlug}/tools/changes` },
    footer: toFooter(tenantName),
  };
}

function toInstanceUrl({ tenantSlug, upstreamId }: Subject): string {
  return `${getConfig().publicUrl}/o/${tenantSlug}/instances/${upstreamId}`;
}

function toFooter(tenantName: string): string {
  return `You get this mail because you can change the Trinity instances of ${tenantName}.`;
}
