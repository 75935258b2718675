import { useFormatter, useTranslations } from "next-intl";
import type { ListedExport } from "#lib/exports/list-exports.ts";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { StatusDot } from "../../../../../_ui/status-dot.tsx";

/** How far an export is, or how it ended. */
export function ExportState({ item }: { item: ListedExport }) {
  const t = useTranslations("exports");
  const { state, rows, rowsExpected, bytes, expiresAt, problem, kind } = item;
  if (state === "waiting") {
    return (
      <span className="grid gap-1">
        <StatusDot tone="info">{t("state.waitingWord")}</StatusDot>
        {rowsExpected !== null && rowsExpected > 0 && (
          <progress
            aria-label={t("state.progress", { kind: t(`kinds.${kind}`) })}
            max={rowsExpected}
            value={Math.min(rows, rowsExpected)}
            className="h-2 w-full max-w-40 accent-accent"
          />
        )}
        <span className="text-muted">{t("state.waiting", { rows })}</span>
      </span>
    );
  }
  if (state === "ready") {
    return (
      <span className="grid gap-1">
        <StatusDot tone="ok">{t("state.readyWord")}</StatusDot>
        <ReadySize rows={rows} bytes={bytes} />
        {expiresAt && (
          <span className="text-muted">
            {t.rich("state.until", { time: () => <RelativeTime at={expiresAt} /> })}
          </span>
        )}
      </span>
    );
  }
  if (state === "cancelled") return <StatusDot tone="neutral">{t("state.cancelledWord")}</StatusDot>;
  return (
    <span className="grid gap-1">
      <StatusDot tone="danger">{t("state.failedWord")}</StatusDot>
      <span className="text-muted">{t(`problems.${problem ?? "broken"}`)}</span>
    </span>
  );
}

const UNITS = ["byte", "kilobyte", "megabyte"] as const;

function ReadySize({ rows, bytes }: { rows: number; bytes: number }) {
  const t = useTranslations("exports");
  const format = useFormatter();
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const size = format.number(bytes / 1000 ** power, {
    style: "unit",
    unit: UNITS[power] ?? "byte",
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: power === 0 ? 0 : 1,
  });
  return <span>{t("state.ready", { rows, size })}</span>;
}
