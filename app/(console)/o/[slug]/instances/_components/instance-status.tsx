import { useTranslations } from "next-intl";
import type { Upstream } from "#lib/upstreams/list-upstreams.ts";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";

const TONES = {
  ready: "ok",
  checking: "neutral",
  sync_needed: "warn",
  error: "danger",
  paused: "neutral",
  draft: "warn",
} as const;

type InstanceStatusProps = Pick<Upstream, "status" | "problem"> & Partial<Pick<Upstream, "state" | "setup">>;

/** What to do about an instance in one word, and what is wrong with it where something is. */
export function InstanceStatus({ status, problem, state, setup }: InstanceStatusProps) {
  const t = useTranslations("instances");
  const shown = state ?? (problem !== null ? "error" : status);
  const isWaiting = shown === "draft" && (setup === null || setup === "tools");
  return (
    <span className="inline-grid">
      <StatusDot tone={TONES[shown]}>{t(isWaiting ? "states.waiting" : `states.${shown}`)}</StatusDot>
      {problem !== null && <span className="text-table text-muted">{t(`problems.${problem}`)}</span>}
    </span>
  );
}
