import { Mail } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { can, type Role } from "#lib/kernel/permissions.ts";
import { listInvitations, type PendingInvitation } from "#lib/tenants/list-invitations.ts";
import { Badge } from "../../../../../_ui/badge.tsx";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { type Filter, FilterBar } from "../../../../../_ui/filter-bar.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { NoResults } from "../../../../../_ui/no-results.tsx";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { readId, readQuery, toHref } from "../../../../../_ui/query.ts";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { InvitationActions } from "./invitation-actions.tsx";
import type { ViewProps } from "./view-props.ts";

/** The invitations that wait to be accepted. */
export async function InvitationsView({ actor, query, base }: ViewProps) {
  const t = await getTranslations("members");
  const ui = await getTranslations("ui.roles");
  const text = readQuery(query, "text")?.slice(0, 100);
  const after = readId(query, "after");
  const { invitations, nextCursor } = await listInvitations(actor, { text, after });
  const mayWrite = can(actor.role, "member:write");
  const list = toHref(base, { tab: "invitations" });
  const filters: Filter[] = [{ name: "text", label: t("filters.address"), value: text, type: "search" }];
  const isEmpty = invitations.length === 0 && text === undefined;
  return (
    <>
      {!isEmpty && <FilterBar path={base} keep={{ tab: "invitations" }} filters={filters} />}
      <DataTable
        caption={t("tabs.invitations")}
        isCaptionHidden
        columns={toColumns({ slug: actor.tenantSlug, role: actor.role, mayWrite, t, ui })}
        rows={invitations}
        rowKey={({ id }) => id}
        empty={
          text === undefined ? (
            <EmptyState
              docsHref="/docs/roles#joining-and-leaving"
              icon={<Mail />}
              title={t("invitations.empty")}
              action={mayWrite && <LinkButton href={`${base}/invite`}>{t("invite")}</LinkButton>}
            >
              {t("invitations.emptyText")}
            </EmptyState>
          ) : (
            <NoResults
              filters={filters}
              title={(filter) => t.rich("invitations.noResults", { filter: () => filter })}
              clearHref={list}
            />
          )
        }
      />
      <Pagination
        firstHref={after && toHref(base, { tab: "invitations", text })}
        nextHref={nextCursor ? toHref(base, { tab: "invitations", text, after: nextCursor }) : undefined}
      />
    </>
  );
}

type ColumnContext = {
  slug: string;
  role: Role;
  mayWrite: boolean;
  t: Awaited<ReturnType<typeof getTranslations<"members">>>;
  ui: Awaited<ReturnType<typeof getTranslations<"ui.roles">>>;
};

function toColumns({ slug, role, mayWrite, t, ui }: ColumnContext): Column<PendingInvitation>[] {
  const actions: Column<PendingInvitation> = {
    key: "actions",
    header: t("columns.actions"),
    cell: (invitation) => (
      <InvitationActions
        slug={slug}
        id={invitation.id}
        email={invitation.email}
        canSend={invitation.canResend && (role === "owner" || invitation.role !== "owner")}
        canCopy={!invitation.isExpired && (role === "owner" || invitation.role !== "owner")}
      />
    ),
  };
  return [
    {
      key: "address",
      header: t("columns.address"),
      cell: ({ email }) => <bdi className="font-medium break-all">{email}</bdi>,
    },
    { key: "role", header: t("columns.role"), cell: (invitation) => ui(invitation.role) },
    { key: "inviter", header: t("columns.inviter"), cell: ({ inviter }) => <bdi>{inviter}</bdi> },
    { key: "sent", header: t("columns.sent"), cell: ({ sentAt }) => <RelativeTime at={sentAt} /> },
    {
      key: "expires",
      header: t("columns.expires"),
      cell: ({ isExpired, expiresAt }) =>
        isExpired ? <Badge tone="warn">{t("invitations.expired")}</Badge> : <RelativeTime at={expiresAt} />,
    },
    ...(mayWrite ? [actions] : []),
  ];
}
