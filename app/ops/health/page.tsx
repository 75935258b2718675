import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getHealth, type Health } from "#lib/operators/get-health.ts";
import { OutcomeBanner } from "../../(console)/_components/outcome-banner.tsx";
import { requireOperator } from "../../_http/require-operator.ts";
import { ClientMessages } from "../../_messages/client-messages.tsx";
import { Card } from "../../_ui/card.tsx";
import { type Column, DataTable } from "../../_ui/data-table.tsx";
import { KeyValue } from "../../_ui/key-value.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import type { Query } from "../../_ui/query.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { StatusDot } from "../../_ui/status-dot.tsx";
import { TextLink } from "../../_ui/text-link.tsx";
import { SandboxCard } from "../_components/sandbox-card.tsx";
import { isFailing } from "../is-failing.ts";

type Translate = Awaited<ReturnType<typeof getTranslations<"ops.health">>>;

export async function generateMetadata(): Promise<Metadata> {
  await requireOperator();
  const t = await getTranslations("ops");
  return { title: pageTitle(t("health.title"), t("name")) };
}

export default async function HealthPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireOperator();
  const health = await getHealth(actor, {});
  const t = await getTranslations("ops.health");
  return (
    <ClientMessages namespaces={["ops"]}>
      <PageHeader title={t("title")} description={t("description")} />
      <OutcomeBanner query={await searchParams} texts={{ ended: t("codeEnded") }} />
      <div className="grid gap-6">
        <Card title={t("database.title")}>
          <KeyValue items={toFacts(health, t)} />
        </Card>
        <DataTable
          caption={t("failing.title")}
          columns={failingColumns(t)}
          rows={health.failing}
          rowKey={({ slug, instance }) => `${slug} ${instance}`}
          empty={
            <Card title={t("failing.title")}>
              <p className="text-muted">{t("failing.none")}</p>
            </Card>
          }
        />
        <DataTable
          caption={t("jobs.title")}
          columns={jobColumns(t)}
          rows={health.jobs}
          rowKey={({ name }) => name}
          empty={
            <Card title={t("jobs.title")}>
              <p className="text-muted">{t("jobs.none")}</p>
            </Card>
          }
        />
        <SandboxCard sandbox={health.sandbox} codes={health.codes} />
      </div>
    </ClientMessages>
  );
}

function toFacts({ database, queues }: Health, t: Translate) {
  const { version, appMs, authMs } = database;
  return [
    { key: t("database.version"), value: <bdi>{version}</bdi> },
    { key: t("database.app"), value: t("ms", { ms: appMs }) },
    { key: t("database.auth"), value: t("ms", { ms: authMs }) },
    ...queues.map(({ queue, waiting, oldest }) => ({
      key: t(`queues.${queue === "mails" ? "mails" : "exports"}`),
      value: (
        <>
          {t("queues.waiting", { count: waiting })}
          {oldest && (
            <>
              {" · "}
              <RelativeTime at={oldest} />
            </>
          )}
        </>
      ),
    })),
  ];
}

function failingColumns(t: Translate): Column<Health["failing"][number]>[] {
  return [
    {
      key: "instance",
      header: t("failing.columns.instance"),
      cell: ({ instance }) => <bdi className="wrap-anywhere">{instance}</bdi>,
    },
    {
      key: "organisation",
      header: t("failing.columns.organisation"),
      cell: ({ slug, tenantName }) => (
        <TextLink href={`/ops/tenants/${slug}`}>
          <bdi className="wrap-anywhere">{tenantName}</bdi>
        </TextLink>
      ),
    },
    { key: "problem", header: t("failing.columns.problem"), cell: ({ problem }) => <code>{problem}</code> },
    {
      key: "since",
      header: t("failing.columns.since"),
      cell: ({ since }) => since && <RelativeTime at={since} />,
    },
  ];
}

function jobColumns(t: Translate): Column<Health["jobs"][number]>[] {
  return [
    { key: "name", header: t("jobs.columns.name"), cell: ({ name }) => <code>{name}</code> },
    {
      key: "state",
      header: t("jobs.columns.state"),
      cell: (job) =>
        isFailing(job) ? (
          <StatusDot tone="danger">{t("jobs.failed")}</StatusDot>
        ) : (
          <StatusDot tone="ok">{t("jobs.well")}</StatusDot>
        ),
    },
    {
      key: "ended",
      header: t("jobs.columns.ended"),
      cell: ({ endedAt }) => (endedAt ? <RelativeTime at={endedAt} /> : t("never")),
    },
    { key: "took", header: t("jobs.columns.took"), cell: ({ ms }) => ms !== null && t("ms", { ms }) },
    {
      key: "failure",
      header: t("jobs.columns.failure"),
      cell: ({ failedAt, failure }) =>
        failedAt && (
          <>
            <code>{failure}</code> <RelativeTime at={failedAt} />
          </>
        ),
    },
  ];
}
