import { useFormatter, useTranslations } from "next-intl";
import type { ShownDay } from "#lib/upstreams/get-health.ts";
import { type Column, DataTable } from "../../../../../../_ui/data-table.tsx";
import { Disclosure } from "../../../../../../_ui/disclosure.tsx";

/** Thirty days as bars, said in a sentence and shown as a table besides. */
export function HealthLine({ days }: { days: readonly ShownDay[] }) {
  const t = useTranslations("instances");
  const format = useFormatter();
  const checks = days.reduce((sum, day) => sum + day.checks, 0);
  const failures = days.reduce((sum, day) => sum + day.failures, 0);
  const toDay = (day: string) => format.dateTime(new Date(day), { dateStyle: "medium", timeZone: "UTC" });
  const columns: Column<ShownDay>[] = [
    { key: "day", header: t("health.day"), cell: ({ day }) => toDay(day) },
    { key: "looks", header: t("health.looks"), align: "end", cell: (day) => format.number(day.checks) },
    {
      key: "failures",
      header: t("health.failures"),
      align: "end",
      cell: (day) => format.number(day.failures),
    },
    {
      key: "average",
      header: t("health.average"),
      align: "end",
      cell: ({ averageMs }) => (averageMs === null ? t("notKnown") : t("ms", { ms: averageMs })),
    },
  ];
  return (
    <>
      <p>{t("health.summary", { checks, good: checks === 0 ? 0 : (checks - failures) / checks })}</p>
      <ul aria-hidden="true" className="flex h-8 max-w-[640px] items-stretch gap-px">
        {days.map((day) => (
          <li key={day.day} className={`min-w-0 flex-1 rounded-sm ${toColour(day)}`} />
        ))}
      </ul>
      <Disclosure summary={t("health.table")}>
        <DataTable
          caption={t("health.line")}
          isCaptionHidden
          columns={columns}
          rows={days.filter((day) => day.checks > 0).toReversed()}
          rowKey={({ day }) => day}
        />
      </Disclosure>
    </>
  );
}

function toColour({ checks, failures }: ShownDay): string {
  if (checks === 0) return "bg-sunken border";
  if (failures === 0) return "bg-ok";
  return failures * 10 < checks ? "bg-warn" : "bg-danger";
}
