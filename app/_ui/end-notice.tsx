"use client";

import { type ReactNode, useRef, useState } from "react";
import type { EndAnswer } from "./ask-for-end.ts";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { focusInPlace, hasFocus } from "./focus-in-place.ts";
import type { TimedEnd } from "./timed-end.ts";
import { useCheckedPhase } from "./use-checked-phase.ts";
import { useTimeLeft } from "./use-time-left.ts";

/** How long it is said that there is more time. */
const SAID_MS = 20_000;

type Answer = "extended" | "failed" | "over";
type Said = { title: ReactNode; text?: ReactNode };

type EndNoticeProps = {
  end: TimedEnd;
  onEnd: (end: TimedEnd) => void;
  /** Asks for more time. */
  extend: () => Promise<EndAnswer>;
  /** Asks how it is, where other pages ask for more time, too. */
  look?: () => Promise<EndAnswer>;
  label: string;
  texts: Record<"near" | Answer, Said>;
};

/**
 * Says two minutes before something ends that it does, and what then; one press asks for more time and leaves the page
 * as it is (WCAG 2.2, 2.2.1). It lies at the page's lower end, so that nothing moves under a finger.
 */
export function EndNotice({ end, onEnd, extend, look, label, texts }: EndNoticeProps) {
  const notice = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<{ at: string; answer: Answer } | null>(null);
  // Of another end nothing was answered yet.
  const answer = held?.at === end.at ? held.answer : null;
  const [isPending, setPending] = useState(false);
  const left = useTimeLeft(end, notice);

  function learn(outcome: EndAnswer) {
    if (outcome === "failed") return;
    const wasOver = left === "over" || answer === "over";
    const isOther = outcome === "over" ? !wasOver : wasOver || outcome.at !== end.at;
    if (isOther && hasFocus(notice.current)) focusInPlace(notice.current);
    if (outcome === "over") return setHeld({ at: end.at, answer: "over" });
    setHeld((now) => (now?.answer === "over" ? null : now));
    onEnd(outcome);
  }

  const phase = useCheckedPhase(left, look, learn);
  const isOver = phase === "over" || answer === "over";
  const isNear = phase === "near" && !isOver;
  const said = isOver ? "over" : isNear && answer === "extended" ? null : answer;

  async function press() {
    if (isPending) return;
    setPending(true);
    const outcome = await extend();
    setPending(false);
    // The button goes with its banner; the focus stays here.
    if (outcome !== "failed") focusInPlace(notice.current);
    if (typeof outcome === "string") return setHeld({ at: end.at, answer: outcome });
    onEnd(outcome);
    setHeld({ at: outcome.at, answer: "extended" });
    // The next warning names the time again.
    setTimeout(() => setHeld((now) => (now?.answer === "extended" ? null : now)), SAID_MS);
  }

  return (
    <div
      ref={notice}
      tabIndex={-1}
      data-notice={isNear || said ? "" : undefined}
      className={
        isNear || said
          ? "sticky bottom-2 z-10 mt-6 rounded-lg shadow-float max-sm:[body:has([data-primary])_&]:bottom-20"
          : undefined
      }
    >
      {isNear && (
        <Banner
          tone="warn"
          live="alert"
          title={texts.near.title}
          action={
            end.isExtendable && (
              <Button size="touch" pending={isPending} onClick={() => void press()}>
                {label}
              </Button>
            )
          }
        >
          {texts.near.text}
        </Banner>
      )}
      <div role="status" className={isNear && said ? "mt-2" : undefined}>
        {said && (
          <Banner tone={TONES[said]} title={texts[said].title}>
            {texts[said].text}
          </Banner>
        )}
      </div>
    </div>
  );
}

const TONES = { extended: "ok", failed: "danger", over: "warn" } as const;
