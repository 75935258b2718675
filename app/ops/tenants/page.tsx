import { Building2 } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listTenants, type TenantReport } from "#lib/operators/list-tenants.ts";
import { ListTenantsInput } from "#lib/operators/schema.ts";
import { requireOperator } from "../../_http/require-operator.ts";
import { type Column, DataTable } from "../../_ui/data-table.tsx";
import { EmptyState } from "../../_ui/empty-state.tsx";
import { FilterBar } from "../../_ui/filter-bar.tsx";
import { NoResults } from "../../_ui/no-results.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { Pagination } from "../../_ui/pagination.tsx";
import { type Query, readQuery, toHref } from "../../_ui/query.ts";
import { TextLink } from "../../_ui/text-link.tsx";
import { TenantState } from "../_components/tenant-state.tsx";

type Translate = Awaited<ReturnType<typeof getTranslations<"ops.tenants">>>;

const PATH = "/ops/tenants";

export async function generateMetadata(): Promise<Metadata> {
  await requireOperator();
  const t = await getTranslations("ops");
  return { title: pageTitle(t("tenants.title"), t("name")) };
}

export default async function TenantsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireOperator();
  const query = await searchParams;
  const search = readQuery(query, "search") || undefined;
  const after = readQuery(query, "after") || undefined;
  const asked = ListTenantsInput.safeParse({ search, after });
  const { tenants, next } = await listTenants(actor, asked.success ? asked.data : {});
  const t = await getTranslations("ops.tenants");
  const filters = [{ name: "search", label: t("search"), value: search }];
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <FilterBar path={PATH} filters={filters} />
      <DataTable
        caption={t("title")}
        isCaptionHidden
        columns={toColumns(t)}
        rows={tenants}
        rowKey={({ slug }) => slug}
        empty={
          search ? (
            <NoResults
              filters={filters}
              title={(filter) => t.rich("noResults", { filter: () => filter })}
              clearHref={PATH}
            />
          ) : (
            <EmptyState icon={<Building2 />} title={t("empty")} />
          )
        }
      />
      <Pagination
        firstHref={after && toHref(PATH, { search })}
        nextHref={next === null ? undefined : toHref(PATH, { search, after: next })}
      />
    </>
  );
}

function toColumns(t: Translate): Column<TenantReport>[] {
  const number = (key: "members" | "instances" | "connections" | "calls"): Column<TenantReport> => ({
    key,
    header: t(`columns.${key}`),
    align: "end",
    cell: (tenant) => <bdi>{tenant[key]}</bdi>,
  });
  return [
    {
      key: "name",
      header: t("columns.name"),
      cell: ({ slug, name }) => (
        <span className="grid">
          <TextLink href={`${PATH}/${slug}`}>
            <bdi className="wrap-anywhere">{name}</bdi>
          </TextLink>
          <code className="font-normal wrap-anywhere text-muted">{slug}</code>
        </span>
      ),
    },
    { key: "state", header: t("columns.state"), cell: (tenant) => <TenantState tenant={tenant} /> },
    number("members"),
    number("instances"),
    number("connections"),
    number("calls"),
  ];
}
