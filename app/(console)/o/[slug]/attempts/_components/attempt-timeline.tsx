import { useTranslations } from "next-intl";
import { describeReason } from "#lib/activity/describe-reason.ts";
import type { AttemptDetail, AttemptEvent } from "#lib/activity/schema.ts";
import { Code } from "../../../../../_ui/code.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { Timeline } from "../../../../../_ui/timeline.tsx";
import { toSteps, toWait } from "../to-steps.ts";

/** The steps of connecting in their order, each with what was seen of it. */
export function AttemptTimeline({ attempt }: { attempt: AttemptDetail }) {
  const t = useTranslations("attempts");
  const items = toSteps(attempt).map(({ stage, mark, waitedSeconds, events }) => ({
    key: stage,
    title: t(`stages.${stage}`),
    mark,
    time: waitedSeconds === null ? undefined : <Waited seconds={waitedSeconds} />,
    children: events.length > 0 && (
      <ul className="grid gap-1 text-table">
        {events.map((event, index) => (
          <EventLine key={`${event.at.getTime()} ${index}`} event={event} />
        ))}
      </ul>
    ),
  }));
  return (
    <div className="grid gap-4">
      <Timeline label={t("attempt.timeline")} items={items} />
      <p className="text-table text-muted">{t("attempt.timelineHint")}</p>
    </div>
  );
}

function Waited({ seconds }: { seconds: number }) {
  const t = useTranslations("attempts.waited");
  const waited = toWait(seconds);
  return <>{t(waited.unit, waited)}</>;
}

function EventLine({ event }: { event: AttemptEvent }) {
  const t = useTranslations("attempts");
  const { at, agent, product, network, status, ms, link, reason } = event;
  return (
    <li className="grid gap-0.5">
      <span className="flex flex-wrap gap-x-3 text-muted">
        <RelativeTime at={at} />
        <span>{t(`agents.${agent}`)}</span>
        {product !== null && <Code>{product}</Code>}
        <Code>{network}</Code>
        {status !== null && <span>{t("attempt.status", { status })}</span>}
        {ms !== null && <span className="tabular-nums">{t("attempt.ms", { ms })}</span>}
        {link === "probable" && <span>({t("attempt.probable")})</span>}
      </span>
      {reason !== null && <span data-text="lib">{describeReason(reason).sentence}</span>}
    </li>
  );
}
