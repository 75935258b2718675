import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { BrowsedCall } from "#lib/activity/list-tool-calls.ts";
import { CALL_LAYERS, CALL_REASONS, toCallResult } from "#lib/activity/schema.ts";
import { ResultDot } from "./result-dot.tsx";

type Steps = Pick<BrowsedCall, "outcome" | "layer" | "reason" | "upstreamName" | "ms">;

/** What became of a call, step by step: it arrived, was decided about, sent, and answered. */
export function CallSteps({ call }: { call: Steps }) {
  const t = useTranslations("activity");
  const { outcome, ms } = call;
  const isRefused = outcome === "denied" || outcome === "limited";
  const isRefusedHere = isRefused && call.layer !== "instance";
  return (
    <div className="grid gap-4">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <ResultDot result={toCallResult(call)} />
        {ms !== null && <span className="tabular-nums">{t("ms", { ms })}</span>}
      </p>
      <ol className="grid list-decimal gap-2 ps-5">
        <li>{t("call.steps.arrived")}</li>
        {!isRefusedHere && <li>{t("call.steps.allowed")}</li>}
        {!isRefusedHere && <Sent call={call} />}
        <Ending call={call} />
        {isRefusedHere && <li>{t("call.steps.notSent")}</li>}
      </ol>
    </div>
  );
}

function Sent({ call: { upstreamName } }: { call: Steps }) {
  const t = useTranslations("activity");
  const instance = () => <bdi>{upstreamName ?? t("unknown.instance")}</bdi>;
  return <li>{t.rich("call.steps.sent", { instance })}</li>;
}

function Ending({ call: { outcome, layer, reason } }: { call: Steps }): ReactNode {
  const t = useTranslations("activity");
  const why = t(`reasons.${CALL_REASONS.find((word) => word === reason) ?? "other"}`);
  const denied = t(`layers.${CALL_LAYERS.find((word) => word === layer) ?? "unknown"}`);
  const text =
    outcome === "denied" ? t("call.steps.denied", { why: denied }) : t(`call.steps.${outcome}`, { why });
  return <li>{text}</li>;
}
