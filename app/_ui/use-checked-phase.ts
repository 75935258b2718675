"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { EndAnswer } from "./ask-for-end.ts";
import type { Phase } from "./use-time-left.ts";

type Look = (() => Promise<EndAnswer>) | undefined;

/**
 * The phase once the server was asked whether it is still so: before anything is said, and again whenever its person
 * comes back to the page or the network to a computer that slept, because another page may have changed it. Without
 * `look` the phase as it is.
 */
export function useCheckedPhase(phase: Phase, look: Look, learn: (answer: EndAnswer) => void): Phase {
  const [checked, setChecked] = useState<Phase>("waiting");
  if (phase === "waiting" && checked !== phase) setChecked(phase);
  const lookNow = useEffectEvent(async () => await look?.());
  const learnNow = useEffectEvent(learn);
  useEffect(() => {
    if (phase === "waiting") return;
    let isGone = false;
    const check = async () => {
      if (document.visibilityState !== "visible") return;
      const answer = await lookNow();
      // What a press changed meanwhile is newer.
      if (isGone || answer === undefined) return;
      learnNow(answer);
      setChecked(phase);
    };
    const again = () => void check();
    again();
    window.addEventListener("focus", again);
    window.addEventListener("online", again);
    document.addEventListener("visibilitychange", again);
    return () => {
      isGone = true;
      window.removeEventListener("focus", again);
      window.removeEventListener("online", again);
      document.removeEventListener("visibilitychange", again);
    };
  }, [phase]);
  return look === undefined ? phase : checked;
}
