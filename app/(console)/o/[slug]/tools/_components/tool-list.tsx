import { getTranslations } from "next-intl/server";
import type { ToolPolicies } from "#lib/access/list-tool-policies.ts";
import { countToolUses } from "#lib/activity/count-tool-uses.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { tryLoad } from "../../../../../_http/try-load.ts";
import { FailedCard } from "../../../../../_ui/failed-card.tsx";
import { FilterBar } from "../../../../../_ui/filter-bar.tsx";
import { NoResults } from "../../../../../_ui/no-results.tsx";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { type Query, readQuery, toHref } from "../../../../../_ui/query.ts";
import { BesidePanel, SidePanel } from "../../../../../_ui/side-panel.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { loadDetails } from "../load-details.ts";
import { selectTools, type Sort, SORTS, usesKey } from "../select-tools.ts";
import { BulkActions } from "./bulk-actions.tsx";
import { PolicyForm } from "./policy-form.tsx";
import { toToolFilters } from "./to-tool-filters.ts";
import { ToolDetails } from "./tool-details.tsx";
import { ToolTable } from "./tool-table.tsx";
import { ToolView } from "./tool-view.tsx";

type ToolListProps = { actor: MemberActor; policies: ToolPolicies; query: Query; mayChange: boolean };

/** The table with its filters, and the tool that is open beside it. */
export async function ToolList({ actor, policies: { tools, seen }, query, mayChange }: ToolListProps) {
  const t = await getTranslations("tools.list");
  const path = `/o/${actor.tenantSlug}/tools`;
  const names = ["q", "group", "effect", "instance", "access", "state", "sort", "from"] as const;
  const params = Object.fromEntries(names.map((name) => [name, readQuery(query, name)]));
  const sort: Sort = SORTS.find((one) => one === params["sort"]) ?? "tool";
  const filter = {
    text: params["q"],
    group: params["group"],
    effect: params["effect"],
    instance: params["instance"],
    access: params["access"],
    state: params["state"],
  };
  const openId = readQuery(query, "tool");
  const [filters, counted, opened] = await Promise.all([
    toToolFilters(tools, filter),
    tryLoad(() => countToolUses(actor, {})),
    openId === undefined ? null : loadDetails(actor, { id: openId }),
  ]);
  const uses = counted && new Map(counted.map((used) => [usesKey(used), used]));
  const { page, total, next, isFirst } = selectTools(tools, {
    filter,
    sort,
    from: params["from"],
    uses: uses ?? new Map(),
  });
  const closeHref = toHref(path, params);
  const panel = opened && (
    <SidePanel openId={opened.tool.id} title={<bdi>{opened.tool.tool.title}</bdi>} closeHref={closeHref}>
      <TextLink href={`${path}/${encodeURIComponent(opened.tool.exposedName)}`}>{t("open")}</TextLink>
      <ToolDetails
        {...opened}
        actor={actor}
        mayChange={mayChange}
        retryHref={toHref(path, { ...params, tool: openId })}
      />
    </SidePanel>
  );
  return (
    <BesidePanel panel={panel}>
      <FilterBar
        path={path}
        filters={filters}
        keep={{ sort: sort === "tool" ? undefined : sort }}
        menu={<ToolView />}
      />
      {counted === null && (
        <div className="mb-4">
          <FailedCard text={t("usesFailed")} retryHref={closeHref} />
        </div>
      )}
      <p role="status" className="mb-2 text-muted">
        {t("total", { count: total })}
      </p>
      {total === 0 ? (
        <NoResults
          filters={filters}
          title={(words) => t.rich("noResults", { filter: () => words })}
          clearHref={path}
        />
      ) : (
        <PolicyForm slug={actor.tenantSlug} seen={seen}>
          <ToolTable
            rows={page}
            address={{ path, params, sort, initial: "tool" }}
            uses={uses}
            mayChange={mayChange}
          />
          {mayChange && <BulkActions />}
        </PolicyForm>
      )}
      <Pagination
        firstHref={isFirst ? undefined : toHref(path, { ...params, from: undefined })}
        nextHref={next === undefined ? undefined : toHref(path, { ...params, from: next })}
      />
    </BesidePanel>
  );
}
