"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

type RefreshWhileProps = { isOn: boolean; everySeconds?: number };

/** Reads the page again every two seconds while `isOn` and the page is looked at. Without scripts there is a link. */
export function RefreshWhile({ isOn, everySeconds = 2 }: RefreshWhileProps) {
  const router = useRouter();
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everySeconds * 1_000);
    return () => clearInterval(timer);
  }, [isOn, everySeconds, router]);
  return null;
}
