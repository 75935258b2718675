import { AppWindow, Ban } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { listTenantClients } from "#lib/grants/list-tenant-clients.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DataTable } from "../../../../../_ui/data-table.tsx";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { FilterBar } from "../../../../../_ui/filter-bar.tsx";
import { NoResults } from "../../../../../_ui/no-results.tsx";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { toHref } from "../../../../../_ui/query.ts";
import { toColumns } from "./app-columns.tsx";

type AppListProps = {
  actor: MemberActor;
  view: "allowed" | "blocked";
  search: string | undefined;
  after: string | undefined;
};

/** The organisation's apps in one state, the last connected first. */
export async function AppList({ actor, view, search, after }: AppListProps) {
  const isBlocked = view === "blocked";
  const [t, { clients, nextCursor, settings }] = await Promise.all([
    getTranslations("apps"),
    listTenantClients(actor, { isBlocked, search, after }),
  ]);
  const path = `/o/${actor.tenantSlug}/apps`;
  const keep = { view: isBlocked ? view : undefined };
  const columns = toColumns({ t, path, policy: settings.policy, isBlocked });
  const filters = [{ name: "search", label: t("search"), value: search }];
  const hasFilter = search !== undefined || after !== undefined || clients.length > 0;
  return (
    <>
      {hasFilter && <FilterBar path={path} keep={keep} filters={filters} />}
      <DataTable
        caption={t(`views.${view}`)}
        isCaptionHidden
        columns={columns}
        rows={clients}
        rowKey={({ id }) => id}
        empty={
          search === undefined ? (
            <EmptyState
              docsHref="/docs/apps"
              icon={isBlocked ? <Ban /> : <AppWindow />}
              title={t(isBlocked ? "empty.blockedTitle" : "empty.allowedTitle")}
            >
              {t(isBlocked ? "empty.blockedText" : "empty.allowedText")}
            </EmptyState>
          ) : (
            <NoResults
              filters={filters}
              title={(filter) => t.rich(`noResults.${view}`, { filter: () => filter })}
              clearHref={toHref(path, keep)}
            />
          )
        }
      />
      <Pagination
        firstHref={after && toHref(path, { ...keep, search })}
        nextHref={nextCursor ? toHref(path, { ...keep, search, after: nextCursor }) : undefined}
      />
    </>
  );
}
