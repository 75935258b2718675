"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Button } from "./button.tsx";

const FRESH_MS = 5 * 60_000;

/** When this browser first showed what the server made at that moment: the two clocks need not agree. */
const firstShown = new Map<number, number>();

function findFirstShown(madeAt: number): number {
  const shown = firstShown.get(madeAt) ?? Date.now();
  // A page can come back from the router's memory, so what it showed stays known; only the newest few can.
  firstShown.delete(madeAt);
  firstShown.set(madeAt, shown);
  if (firstShown.size > 50) firstShown.delete(firstShown.keys().next().value ?? madeAt);
  return shown;
}

/** Once what a page shows is five minutes old: since when it is, and a way to have it anew. What was typed stays. */
export function StaleNotice({ madeAt }: { madeAt: number }) {
  const t = useTranslations("ui.stale");
  const format = useFormatter();
  const router = useRouter();
  const [staleSince, setStaleSince] = useState<number>();
  const [isRefreshing, startRefresh] = useTransition();

  useEffect(() => {
    const shown = findFirstShown(madeAt);
    const timer = setTimeout(() => setStaleSince(madeAt), shown + FRESH_MS - Date.now());
    return () => clearTimeout(timer);
  }, [madeAt]);

  const isStale = staleSince === madeAt;
  return (
    <div role="status" className="empty:absolute">
      {isStale && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-table text-muted">
          {t("text", { time: format.dateTime(new Date(madeAt), "time") })}
          <Button size="dense" pending={isRefreshing} onClick={() => startRefresh(() => router.refresh())}>
            {t("refresh")}
          </Button>
        </p>
      )}
    </div>
  );
}
