import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type Incident, listIncidents } from "#lib/operators/list-incidents.ts";
import { OutcomeBanner } from "../../(console)/_components/outcome-banner.tsx";
import { requireOperator } from "../../_http/require-operator.ts";
import { ClientMessages } from "../../_messages/client-messages.tsx";
import { Badge } from "../../_ui/badge.tsx";
import { Card } from "../../_ui/card.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import type { Query } from "../../_ui/query.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { OpenIncidentForm } from "../_components/open-incident-form.tsx";
import { UpdateIncidentForm } from "../_components/update-incident-form.tsx";

const TONES = { degraded: "warn", partial: "warn", major: "danger", maintenance: "info" } as const;

export async function generateMetadata(): Promise<Metadata> {
  await requireOperator();
  const t = await getTranslations("ops");
  return { title: pageTitle(t("incidents.title"), t("name")) };
}

export default async function IncidentsPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireOperator();
  const incidents = await listIncidents();
  const t = await getTranslations("ops.incidents");
  const open = incidents.filter(({ endedAt }) => endedAt === null);
  const ended = incidents.filter(({ endedAt }) => endedAt !== null);
  return (
    <ClientMessages namespaces={["ops"]}>
      <PageHeader title={t("title")} description={t("description")} />
      <OutcomeBanner
        query={await searchParams}
        texts={{ opened: t("done.opened"), ended: t("done.ended") }}
      />
      <div className="grid gap-6">
        {open.map((incident) => (
          <Card key={incident.id} title={<bdi>{incident.title}</bdi>}>
            <Told incident={incident} />
            <UpdateIncidentForm id={incident.id} />
          </Card>
        ))}
        <Card title={t("open.title")}>
          <p className="max-w-[72ch] text-muted">{t("open.text")}</p>
          <OpenIncidentForm />
        </Card>
        {ended.map((incident) => (
          <Card key={incident.id} title={<bdi>{incident.title}</bdi>}>
            <Told incident={incident} />
          </Card>
        ))}
      </div>
    </ClientMessages>
  );
}

async function Told({
  incident: { impact, components, startedAt, endedAt, updates },
}: {
  incident: Incident;
}) {
  const t = await getTranslations("ops.incidents");
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={endedAt === null ? TONES[impact] : "neutral"}>{t(`impacts.${impact}`)}</Badge>
        {components.map((component) => (
          <Badge key={component}>{t(`components.${component}`)}</Badge>
        ))}
        <RelativeTime at={startedAt} />
      </p>
      <ol className="grid gap-3 border-t pt-4">
        {updates.map(({ id, at, state, text }) => (
          <li key={id} className="grid gap-1">
            <p className="text-table text-muted">
              <span className="font-medium text-ink">{t(`states.${state}`)}</span> <RelativeTime at={at} />
            </p>
            <p className="max-w-[72ch] break-words whitespace-pre-line">
              <bdi>{text}</bdi>
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
