import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { findOpenIncident } from "#lib/operators/find-open-incident.ts";
import { getHealth, type Health } from "#lib/operators/get-health.ts";
import { listOperatorEvents } from "#lib/operators/list-operator-events.ts";
import { requireOperator } from "../_http/require-operator.ts";
import { type Column, DataTable } from "../_ui/data-table.tsx";
import { PageHeader } from "../_ui/page-header.tsx";
import { pageTitle } from "../_ui/page-title.ts";
import { RelativeTime } from "../_ui/relative-time.tsx";
import { Stat } from "../_ui/stat.tsx";
import { isFailing } from "./is-failing.ts";

type Event = Awaited<ReturnType<typeof listOperatorEvents>>[number];
type Translate = Awaited<ReturnType<typeof getTranslations<"ops">>>;

export async function generateMetadata(): Promise<Metadata> {
  await requireOperator();
  const t = await getTranslations("ops");
  return { title: pageTitle(t("overview.title"), t("name")) };
}

export default async function OverviewPage() {
  const actor = await requireOperator();
  const health = await getHealth(actor, {});
  const [events, incident, t] = await Promise.all([
    listOperatorEvents(actor, {}),
    findOpenIncident(),
    getTranslations("ops"),
  ]);
  return (
    <>
      <PageHeader title={t("overview.title")} description={t("overview.description")} />
      <div className="grid gap-6">
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <Stat
            label={t("overview.incident")}
            value={incident === null ? t("overview.none") : <bdi>{incident.title}</bdi>}
            href="/ops/incidents"
          />
          <Stat label={t("overview.failing")} value={<bdi>{health.failing.length}</bdi>} href="/ops/health" />
          <Stat
            label={t("overview.jobs")}
            value={<bdi>{health.jobs.filter(isFailing).length}</bdi>}
            href="/ops/health"
          />
          <Stat
            label={t("overview.sandbox")}
            value={t(`sandbox.${toSandboxState(health)}`)}
            href="/ops/health"
          />
        </div>
        <DataTable
          caption={t("log.title")}
          columns={toColumns(t)}
          rows={events}
          rowKey={({ id }) => String(id)}
        />
      </div>
    </>
  );
}

function toSandboxState({ sandbox }: Health): "off" | "unknown" | "well" | "failing" {
  if (!sandbox.isOn) return "off";
  if (sandbox.last === null) return "unknown";
  return sandbox.last.ok ? "well" : "failing";
}

function toColumns(t: Translate): Column<Event>[] {
  return [
    { key: "at", header: t("log.columns.at"), cell: ({ at }) => <RelativeTime at={at} /> },
    {
      key: "who",
      header: t("log.columns.who"),
      cell: ({ email }) => <bdi className="wrap-anywhere">{email}</bdi>,
    },
    {
      key: "what",
      header: t("log.columns.what"),
      isRowHeader: true,
      cell: ({ action }) => <code className="wrap-anywhere">{action}</code>,
    },
    {
      key: "target",
      header: t("log.columns.target"),
      cell: ({ target }) => <bdi className="wrap-anywhere">{target}</bdi>,
    },
    {
      key: "outcome",
      header: t("log.columns.outcome"),
      cell: ({ outcome }) =>
        t(`log.outcomes.${outcome === "done" || outcome === "refused" ? outcome : "asked"}`),
    },
    { key: "from", header: t("log.columns.from"), cell: ({ network }) => <bdi>{network}</bdi> },
  ];
}
