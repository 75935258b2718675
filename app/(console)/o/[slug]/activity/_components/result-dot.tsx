import { useTranslations } from "next-intl";
import { type CallResult } from "#lib/activity/schema.ts";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";
import type { Tone } from "../../../../../_ui/tone.ts";

const TONES: Record<CallResult, Tone> = {
  done: "ok",
  denied: "warn",
  failed: "danger",
  timed_out: "danger",
  cancelled: "neutral",
  running: "info",
};

/** What a call came to, as dot and word. */
export function ResultDot({ result }: { result: CallResult }) {
  const t = useTranslations("activity.results");
  return <StatusDot tone={TONES[result]}>{t(result)}</StatusDot>;
}
