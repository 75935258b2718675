"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "../../../../../_ui/button.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import type { WatchedAttempt } from "../watched.ts";
import { WatchedCard } from "./watched-card.tsx";

type WaitingViewProps = { base: string; since: number; initial: readonly WatchedAttempt[] };
type Watching = "on" | "lost" | "signed-out" | "stopped";

const EVERY_MS = 2_000;
const WATCH_MS_MAX = 10 * 60_000;

/** One's own attempts, looked for every two seconds for ten minutes. */
export function WaitingView({ base, since, initial }: WaitingViewProps) {
  const t = useTranslations("attempts.waiting");
  const { attempts, watching, watchAgain } = useWatch(`${base}/waiting/watch?since=${since}`, initial);
  const words = { on: t("live"), lost: t("lost"), "signed-out": t("signedOut"), stopped: t("stopped") };
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p role="status" className="text-muted">
          {words[watching]}
        </p>
        {watching === "stopped" && <Button onClick={watchAgain}>{t("again")}</Button>}
        <noscript>
          <LinkButton href={`${base}/waiting?since=${since}`}>{t("look")}</LinkButton>
        </noscript>
      </div>
      {attempts.length === 0 ? (
        <p className="rounded-lg border border-dashed border-control px-4 py-10 text-center text-muted">
          {t("nothing")}
        </p>
      ) : (
        attempts.map((attempt) => <WatchedCard key={attempt.number} attempt={attempt} base={base} />)
      )}
    </div>
  );
}

function useWatch(url: string, initial: readonly WatchedAttempt[]) {
  const [attempts, setAttempts] = useState(initial);
  const [watching, setWatching] = useState<Watching>("on");
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const until = Date.now() + WATCH_MS_MAX;
    const ended = new AbortController();
    let timer: number | undefined;
    const look = async (): Promise<void> => {
      const answer = await fetch(url, { signal: ended.signal }).catch(() => null);
      const found = answer?.ok ? ((await answer.json().catch(() => null)) as WatchedAttempt[] | null) : null;
      if (ended.signal.aborted) return;
      if (found) setAttempts(found);
      const now = toWatching(found !== null, answer?.status, until);
      setWatching(now);
      if (now === "on" || now === "lost") timer = window.setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      ended.abort();
      window.clearTimeout(timer);
    };
  }, [url, turn]);
  return { attempts, watching, watchAgain: () => setTurn(turn + 1) };
}

function toWatching(isFound: boolean, status: number | undefined, until: number): Watching {
  if (status === 401 || status === 404) return "signed-out";
  if (Date.now() >= until) return "stopped";
  return isFound ? "on" : "lost";
}
