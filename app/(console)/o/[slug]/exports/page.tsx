import { FileDown } from "lucide-react";
import type { Metadata } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { type ListedExport, listExports } from "#lib/exports/list-exports.ts";
import { EXPORT_KINDS } from "#lib/exports/terms.ts";
import { can } from "#lib/kernel/permissions.ts";
import { currentTimeZone } from "../../../../_http/current-person.ts";
import { ClientMessages } from "../../../../_messages/client-messages.tsx";
import { Button } from "../../../../_ui/button.tsx";
import { Card } from "../../../../_ui/card.tsx";
import { type Column, DataTable } from "../../../../_ui/data-table.tsx";
import { EmptyState } from "../../../../_ui/empty-state.tsx";
import { LinkButton } from "../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import type { Query } from "../../../../_ui/query.ts";
import { RefreshWhile } from "../../../../_ui/refresh-while.tsx";
import { RelativeTime } from "../../../../_ui/relative-time.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { TextLink } from "../../../../_ui/text-link.tsx";
import { ActionForm } from "../../../_components/action-form.tsx";
import { ExportForm } from "../../../_components/export-form.tsx";
import { NoRight } from "../../../_components/no-right.tsx";
import { OutcomeBanner } from "../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../load-member.ts";
import { ExportState } from "./_components/export-state.tsx";
import { cancel } from "./actions.ts";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };
type Translate = Awaited<ReturnType<typeof getTranslations<"exports">>>;

/** How a filter holds the moments of `from` and `to`. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/exports`);
  const t = await getTranslations("exports");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function ExportsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/exports`;
  const actor = await loadMember(slug, base);
  const t = await getTranslations("exports");
  if (!can(actor.role, "export:write")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  const [items, timeZone] = await Promise.all([listExports(actor, {}), currentTimeZone()]);
  const toPage = (section: string) => (text: ReactNode) => (
    <TextLink href={`/o/${slug}/${section}`}>{text}</TextLink>
  );
  const writing = items.filter(({ state }) => state === "waiting").length;
  return (
    <ClientMessages namespaces={["exports"]}>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={writing > 0 && <LinkButton href={base}>{t("refresh")}</LinkButton>}
      />
      <OutcomeBanner
        query={await searchParams}
        texts={{ requested: t("done.requested"), cancelled: t("done.cancelled") }}
      />
      <RefreshWhile isOn={writing > 0} />
      <div className="grid gap-6">
        <p role="status" className="sr-only">
          {t("writing", { count: writing })}
        </p>
        <DataTable
          caption={t("caption")}
          isCaptionHidden
          columns={toColumns(slug, t)}
          rows={items}
          rowKey={({ id }) => id}
          empty={
            <EmptyState docsHref="/docs/data#take-it-with-you" icon={<FileDown />} title={t("empty.title")}>
              {t("empty.text")}
            </EmptyState>
          }
        />
        <Card title={t("form.title")}>
          <p>
            {t.rich("form.text", {
              activity: toPage("activity"),
              audit: toPage("audit"),
              connections: toPage("connections"),
              members: toPage("members"),
            })}
          </p>
          <ExportForm slug={slug} kinds={EXPORT_KINDS} timeZone={timeZone} />
        </Card>
      </div>
    </ClientMessages>
  );
}

function toColumns(slug: string, t: Translate): Column<ListedExport>[] {
  return [
    {
      key: "what",
      header: t("columns.what"),
      cell: ({ kind, format, filter }) => (
        <span className="grid">
          <span>{t(`kinds.${kind}`)}</span>
          <span className="font-normal text-muted">
            {t(`formatNames.${format}`)} · <FilterWords filter={filter} />
          </span>
        </span>
      ),
    },
    {
      key: "who",
      header: t("columns.who"),
      cell: ({ email }) => <bdi className="wrap-anywhere">{email}</bdi>,
    },
    { key: "time", header: t("columns.time"), cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    { key: "state", header: t("columns.state"), cell: (item) => <ExportState item={item} /> },
    {
      key: "actions",
      header: t("columns.actions"),
      isHeaderHidden: true,
      align: "end",
      cell: (item) => <ItemActions item={item} slug={slug} t={t} />,
    },
  ];
}

function FilterWords({ filter }: Pick<ListedExport, "filter">) {
  const t = useTranslations("exports");
  const { list, dateTime } = useFormatter();
  const toText = (value: unknown) => {
    if (Array.isArray(value)) return list(value.map(String), "all");
    const isMoment = typeof value === "string" && MOMENT.test(value);
    return isMoment ? dateTime(new Date(value), "moment") : String(value);
  };
  const parts = Object.entries(filter).map(([name, value]) => t("filter", { name, value: toText(value) }));
  return parts.length === 0 ? t("whole") : t("filtered", { filters: list(parts, "all") });
}

function ItemActions({ item, slug, t }: { item: ListedExport; slug: string; t: Translate }) {
  const kind = t(`kinds.${item.kind}`);
  if (item.canFetch) {
    return (
      <form method="post" action={`/o/${slug}/exports/${item.id}/file`}>
        <Button type="submit" size="dense" aria-label={t("fetchOf", { kind })}>
          {t("fetch")}
        </Button>
      </form>
    );
  }
  if (!item.canCancel) return null;
  return (
    <ActionForm action={cancel} hidden={{ slug, id: item.id }}>
      <div>
        <SubmitButton size="dense" aria-label={t("cancelOf", { kind })}>
          {t("cancel")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
