"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Banner } from "../../../../_ui/banner.tsx";
import { Button } from "../../../../_ui/button.tsx";
import { askForTime } from "./ask-for-time.ts";
import { EndClock, useRequestEnd } from "./request-end.tsx";
import { useTimeLeft } from "./use-time-left.ts";

/** How long it is said that there is more time. */
const SAID_MS = 20_000;

type EndNoticeProps = { action: string; csrf: string; label: string; isAllowed: boolean };

/**
 * Says two minutes before the end of a request that it ends, and what then; one press asks for more time and leaves the
 * page as it is. It lies at the page's lower end, so that nothing moves under a finger.
 */
export function EndNotice({ action, csrf, label, isAllowed }: EndNoticeProps) {
  const t = useTranslations("consent.end");
  const over = useTranslations("consent.expired");
  const { end, setEnd } = useRequestEnd();
  const notice = useRef<HTMLDivElement>(null);
  const [answer, setAnswer] = useState<"extended" | "failed" | "over" | null>(null);
  const [isPending, setPending] = useState(false);
  const phase = useTimeLeft(end, notice);
  const isOver = phase === "over" || answer === "over";
  const isNear = phase === "near" && !isOver;
  const said = isOver ? "over" : isNear && answer === "extended" ? null : answer;
  const time = () => <EndClock />;
  const otherwise = !end.isExtendable ? "last" : isAllowed ? "onward" : "otherwise";

  async function extend() {
    if (isPending) return;
    setPending(true);
    const outcome = await askForTime(action, csrf);
    setPending(false);
    // The button goes with its banner; the focus stays here.
    if (outcome !== "failed") notice.current?.focus();
    if (typeof outcome === "string") return setAnswer(outcome);
    setEnd(outcome);
    setAnswer("extended");
    // The page says until when in its text, too.
    setTimeout(() => setAnswer((now) => (now === "extended" ? null : now)), SAID_MS);
  }

  return (
    <div
      ref={notice}
      tabIndex={-1}
      data-notice={isNear || said ? "" : undefined}
      className={isNear || said ? "sticky bottom-2 z-10 mt-6 rounded-lg shadow-float" : undefined}
    >
      {isNear && (
        <Banner
          tone="warn"
          live="alert"
          title={t("near")}
          action={
            end.isExtendable && (
              <Button size="touch" pending={isPending} onClick={() => void extend()}>
                {label}
              </Button>
            )
          }
        >
          {t.rich(otherwise, { time })}
        </Banner>
      )}
      <div role="status" className={isNear && said ? "mt-2" : undefined}>
        {said === "extended" && (
          <Banner tone="ok" title={t.rich(isAllowed ? "untilOnward" : "until", { time })} />
        )}
        {said === "failed" && <Banner tone="danger" title={t.rich("failed", { time })} />}
        {said === "over" && (
          <Banner tone="warn" title={over("title")}>
            {over("next")}
          </Banner>
        )}
      </div>
    </div>
  );
}
