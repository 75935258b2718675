import { getFormatter, getTimeZone, getTranslations } from "next-intl/server";
import { type CallCounts, countToolCalls } from "#lib/activity/count-tool-calls.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { reportError } from "../../../../../_http/report-error.ts";
import { FailedCard } from "../../../../../_ui/failed-card.tsx";
import { Histogram } from "../../../../../_ui/histogram.tsx";
import { toLocalTime } from "../../../../../_ui/local-time.ts";
import { type ActivityFields, type ActivityQuery, toActivityHref } from "../read-query.ts";

type CallChartProps = {
  actor: MemberActor;
  base: string;
  fields: ActivityFields;
  filter: ActivityQuery["filter"];
};

const DAY_SECONDS = 86_400;

/** How many calls there were in the range, by what they came to. The list below stands without it. */
export async function CallChart({ actor, base, fields, filter }: CallChartProps) {
  const t = await getTranslations("activity.chart");
  const counts = await countToolCalls(actor, filter).catch((error: unknown) => void reportError(error));
  if (!counts) return <FailedCard text={t("failed")} retryHref={toActivityHref(base, fields)} />;
  const [timeZone, format] = await Promise.all([getTimeZone(), getFormatter()]);
  const style = counts.seconds < DAY_SECONDS ? "moment" : "day";
  const { done = 0, denied = 0, failed = 0, timed_out: timedOut = 0 } = counts.totals;
  const count = Object.values(counts.totals).reduce((sum, calls) => sum + calls, 0);
  const range = t(`in.${fields.range}`);
  const headline = t(count === done ? "headline" : "headlineFailed", {
    count,
    range,
    failed: failed + timedOut,
    denied,
  });
  return (
    <Histogram
      caption={t("title")}
      headline={counts.isCapped ? `${headline} ${t("capped", { count })}` : headline}
      bars={toBars(counts, {
        toLabel: (at) => format.dateTime(at, style),
        toValue: (at) => toLocalTime(at, timeZone),
      })}
      path={base}
      keep={{ ...fields, range: "custom", from: undefined, to: undefined }}
    />
  );
}

type Words = { toLabel: (at: Date) => string; toValue: (at: Date) => string };

function toBars({ buckets, seconds }: CallCounts, { toLabel, toValue }: Words) {
  return buckets.map(({ at, counts }) => ({
    from: toValue(at),
    to: toValue(new Date(at.getTime() + seconds * 1000)),
    label: toLabel(at),
    counts: {
      done: (counts.done ?? 0) + (counts.running ?? 0) + (counts.cancelled ?? 0),
      denied: counts.denied ?? 0,
      failed: counts.failed ?? 0,
      timedOut: counts.timed_out ?? 0,
    },
  }));
}
