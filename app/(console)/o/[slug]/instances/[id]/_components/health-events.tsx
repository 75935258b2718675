import { useTranslations } from "next-intl";
import type { HealthEvent } from "#lib/upstreams/get-health.ts";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";

const TONES = {
  down: "danger",
  well: "ok",
  key_refused: "danger",
  key_well: "ok",
  key_replaced: "neutral",
  key_settled: "neutral",
  paused: "warn",
  resumed: "ok",
} as const;

/** What changed in an instance's health, the newest first. */
export function HealthEvents({ events }: { events: readonly HealthEvent[] }) {
  const t = useTranslations("instances");
  if (events.length === 0) return <p className="text-muted">{t("health.noEvents")}</p>;
  return (
    <ol className="grid gap-3">
      {events.map(({ id, at, kind, problem, status, code }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <StatusDot tone={TONES[kind]}>
            {kind === "down"
              ? t("events.down", { problem: t(`problems.${problem ?? "failed"}`) })
              : t(`events.${kind}`)}
          </StatusDot>
          {status !== null && <span className="font-mono text-table">{t("test.status", { status })}</span>}
          {code !== null && <span className="font-mono text-table">{t("test.code", { code })}</span>}
          <span className="text-table text-muted">
            <RelativeTime at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
