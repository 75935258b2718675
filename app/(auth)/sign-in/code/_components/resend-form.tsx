"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "../../../../_ui/button.tsx";

/** Asks for a new code. With scripts the button waits as long as the server would refuse; without, the server says so. */
export function ResendForm({ waitSeconds }: { waitSeconds: number }) {
  const t = useTranslations("auth.code");
  const secondsLeft = useCountdown(waitSeconds);
  return (
    <form method="post" action="/sign-in/request" className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button id="resend" type="submit" size="touch" disabled={secondsLeft > 0}>
        {t("resend")}
      </Button>
      {secondsLeft > 0 && (
        <span className="text-muted tabular-nums">{t("wait", { seconds: secondsLeft })}</span>
      )}
    </form>
  );
}

/** Whole seconds until the wait is over; 0 until the page has scripts, so that the button is never stuck. */
function useCountdown(waitSeconds: number): number {
  const [secondsLeft, setSecondsLeft] = useState(0);
  useEffect(() => {
    const endsAt = Date.now() + waitSeconds * 1000;
    const tick = () => setSecondsLeft(Math.max(0, Math.ceil((endsAt - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [waitSeconds]);
  return secondsLeft;
}
