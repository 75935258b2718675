"use client";

import { useTranslations } from "next-intl";
import { STAGES } from "#lib/activity/terms.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import type { WatchedAttempt } from "../watched.ts";
import { AttemptState } from "./attempt-state.tsx";

/** The steps one watches; what comes before them belongs to nobody yet. */
const FIRST = STAGES.indexOf("S5");
const LAST = STAGES.indexOf("S10");

/** An attempt as far as it has come, and what to do if it stopped. */
export function WatchedCard({ attempt, base }: { attempt: WatchedAttempt; base: string }) {
  const t = useTranslations("attempts");
  const { number, startedAt, clientName, furthest, verdict } = attempt;
  const reached = STAGES.indexOf(furthest);
  return (
    <Card title={clientName === null ? t("unknownApp") : <bdi>{clientName}</bdi>}>
      <div role="status" className="grid gap-4">
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <AttemptState state={verdict.state} />
          <span className="text-muted">
            {t.rich("waiting.seen", { time: () => <RelativeTime at={new Date(startedAt)} /> })}
          </span>
        </p>
        <ol className="grid gap-1">
          {STAGES.slice(FIRST, LAST + 1).map((stage, index) => (
            <li key={stage} className={FIRST + index <= reached ? "" : "text-muted"}>
              {t(FIRST + index <= reached ? "waiting.reached" : "waiting.waiting", {
                stage: t(`stages.${stage}`),
              })}
            </li>
          ))}
        </ol>
        {(verdict.state === "failed" || verdict.state === "silent") && (
          <p data-text="lib">
            {verdict.sentence} {verdict.next}
          </p>
        )}
      </div>
      <p>
        <TextLink href={`${base}/${number}`}>{t("waiting.open", { number })}</TextLink>
      </p>
    </Card>
  );
}
