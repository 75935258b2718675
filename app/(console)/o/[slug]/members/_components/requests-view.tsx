import { Hand } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { can, type Role, ROLES } from "#lib/kernel/permissions.ts";
import { type AccessRequest, listAccessRequests } from "#lib/tenants/list-access-requests.ts";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { PersonChip } from "../../../../../_ui/person-chip.tsx";
import { readId, toHref } from "../../../../../_ui/query.ts";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { RequestActions } from "./request-actions.tsx";
import type { ViewProps } from "./view-props.ts";

/** Who asks to join, the longest wait first. */
export async function RequestsView({ actor, query, base }: ViewProps) {
  const t = await getTranslations("members");
  const after = readId(query, "after");
  const { requests, nextCursor } = await listAccessRequests(actor, { after });
  const mayWrite = can(actor.role, "member:write");
  return (
    <>
      <DataTable
        caption={t("tabs.requests")}
        isCaptionHidden
        columns={toColumns({ slug: actor.tenantSlug, role: actor.role, mayWrite, t })}
        rows={requests}
        rowKey={({ id }) => id}
        empty={
          <EmptyState docsHref="/docs/roles#joining-and-leaving" icon={<Hand />} title={t("requests.empty")}>
            {t("requests.emptyText")}
          </EmptyState>
        }
      />
      <Pagination
        firstHref={after && toHref(base, { tab: "requests" })}
        nextHref={nextCursor ? toHref(base, { tab: "requests", after: nextCursor }) : undefined}
      />
    </>
  );
}

type ColumnContext = {
  slug: string;
  role: Role;
  mayWrite: boolean;
  t: Awaited<ReturnType<typeof getTranslations<"members">>>;
};

function toColumns({ slug, role, mayWrite, t }: ColumnContext): Column<AccessRequest>[] {
  const givable = ROLES.filter((one) => role === "owner" || one !== "owner");
  const decide: Column<AccessRequest> = {
    key: "decide",
    header: t("columns.decide"),
    cell: ({ id, name }) => <RequestActions slug={slug} id={id} name={name} roles={givable} />,
  };
  return [
    {
      key: "person",
      header: t("columns.person"),
      cell: ({ name, email }) => <PersonChip name={name} email={email} />,
    },
    {
      key: "note",
      header: t("columns.note"),
      cell: ({ note }) => <bdi className="block max-w-[40ch] break-words whitespace-pre-line">{note}</bdi>,
    },
    {
      key: "asked",
      header: t("columns.asked"),
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
    ...(mayWrite ? [decide] : []),
  ];
}
