import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";
import { describeFailure } from "../../describe-failure.ts";
import { FAILING_HOURS, STOP_DAYS } from "../../policy.ts";
import type { StreamFailure } from "../../schema.ts";

type Subject = {
  name: string;
  slug: string;
  host: string;
  since: Date;
  failure: StreamFailure;
  isStopped: boolean;
};

const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** That an organisation's log stream fails, or has stopped, why, and that it goes on where it was. */
export function writeFailingMail({ name, slug, host, since, failure, isStopped }: Subject): MailContent {
  const { what, next } = describeFailure(failure);
  return {
    subject: isStopped ? `The log stream of ${name} has stopped` : `The log stream of ${name} fails`,
    preview: "Your collector does not take what is delivered to it.",
    heading: isStopped ? "The log stream has stopped" : "The log stream fails",
    paragraphs: [
      `${what} ${next}`,
      isStopped
        ? `After ${STOP_DAYS} days of failing it is not tried any more. Resume it when the collector is ready: it goes on where it was.`
        : `Nothing has been taken for ${FAILING_HOURS} hours. It is tried every quarter of an hour and goes on where it was; after ${STOP_DAYS} days it stops.`,
      "What your organisation no longer keeps when it is resumed is not delivered, and the page says how much that was.",
    ],
    facts: [
      ["Organisation", name],
      ["Collector", host],
      ["Failing since", `${MOMENT.format(since)} UTC`],
    ],
    action: { label: "Open the log stream", url: `${getConfig().publicUrl}/o/${slug}/settings/data` },
    footer: `You get this mail because you can see the settings of ${name}.`,
  };
}
