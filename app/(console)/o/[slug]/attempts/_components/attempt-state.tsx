import { useTranslations } from "next-intl";
import type { Verdict } from "#lib/activity/schema.ts";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";

const TONES = { going: "info", connected: "ok", failed: "danger", silent: "neutral" } as const;

/** What an attempt has come to, as dot and word; what was not reached is a ring. */
export function AttemptState({ state }: { state: Verdict["state"] }) {
  const t = useTranslations("attempts.states");
  return <StatusDot tone={TONES[state]}>{t(state)}</StatusDot>;
}
