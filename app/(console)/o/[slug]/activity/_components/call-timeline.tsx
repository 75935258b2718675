import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CallDetail } from "#lib/activity/get-tool-call.ts";
import { CALL_LAYERS, CALL_REASONS } from "#lib/activity/schema.ts";
import { ExactTime } from "../../../../../_ui/exact-time.tsx";
import { Timeline } from "../../../../../_ui/timeline.tsx";
import { type CallStage, toStages, toStageTimes } from "../to-stages.ts";

/** What became of a call: it arrived, was decided about, got a key, was sent, and answered. */
export function CallTimeline({ call }: { call: CallDetail }) {
  const t = useTranslations("activity");
  const { end, stages } = toStages(call);
  const took = Object.entries(toStageTimes(call)).map(([stage, ms]) => [stage, t("call.took", { ms })]);
  const times: Partial<Record<CallStage, ReactNode>> = {
    ...Object.fromEntries(took),
    arrived: <ExactTime at={call.at} />,
    answered: call.ms !== null && end === "answered" && t("call.inAll", { ms: call.ms }),
  };
  return (
    <Timeline
      label={t("call.how")}
      items={stages.map(({ stage, mark }) => ({
        key: stage,
        title: t(`call.stages.${stage}`),
        mark,
        time: times[stage] || undefined,
        children: stage === end ? <Ending call={call} /> : <Passing call={call} {...{ stage, mark }} />,
      }))}
    />
  );
}

type PassingProps = { call: CallDetail; stage: CallStage; mark: string };

/** What is to say of a stage at which nothing ended. */
function Passing({ call: { upstreamName, keyOf }, stage, mark }: PassingProps): ReactNode {
  const t = useTranslations("activity");
  const instance = () => <bdi>{upstreamName ?? t("unknown.instance")}</bdi>;
  if (mark === "notReached") return stage === "sent" && t("call.steps.notSent");
  if (stage === "policy") return t("call.steps.allowed");
  if (stage === "key") return keyOf && t(`call.keys.${keyOf}`);
  return stage === "sent" && t.rich("call.steps.sent", { instance });
}

function Ending({ call: { outcome, layer, reason } }: { call: CallDetail }): ReactNode {
  const t = useTranslations("activity");
  const unsaid = outcome === "limited" ? "minute" : "other";
  const why = t(`reasons.${CALL_REASONS.find((word) => word === reason) ?? unsaid}`);
  const denied = t(`layers.${CALL_LAYERS.find((word) => word === layer) ?? "unknown"}`);
  return outcome === "denied" ? t("call.steps.denied", { why: denied }) : t(`call.steps.${outcome}`, { why });
}
