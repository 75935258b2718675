import { ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/kernel/permissions.ts";
import { listToolChanges } from "#lib/upstreams/list-tool-changes.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { type Query, readQuery, toHref } from "../../../../../_ui/query.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { ChangeCard } from "../_components/change-card.tsx";
import { ReviewActions } from "../_components/review-actions.tsx";
import { ReviewForm } from "../_components/review-form.tsx";
import { ToolsTabs } from "../_components/tools-tabs.tsx";
import { readCursor, writeCursor } from "./cursor.ts";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/tools/changes`);
  const t = await getTranslations("tools.changes");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function ChangesPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const path = `/o/${slug}/tools/changes`;
  const [actor, query, t] = [
    await loadMember(slug, path),
    await searchParams,
    await getTranslations("tools"),
  ];
  if (!can(actor.role, "tool-policy:read")) {
    return <NoRight actor={actor} page={t("changes.title")} text={t("noRight")} />;
  }
  const after = readCursor(readQuery(query, "after"));
  const { changes, nextAfter, total } = await listToolChanges(actor, after === undefined ? {} : { after });
  const mayChange = can(actor.role, "tool-policy:write");
  const queue =
    total === 0 ? (
      <EmptyState
        docsHref="/docs/instances#tools-of-an-instance"
        icon={<ShieldCheck />}
        title={t("changes.none")}
      >
        {t("changes.noneText")}
      </EmptyState>
    ) : (
      <>
        <p role="status" className="mb-2 text-muted">
          {t("changes.count", { count: total })}
        </p>
        <ul className="grid gap-4">
          {changes.map((change) => (
            <ChangeCard key={change.id} change={change} mayChange={mayChange} />
          ))}
        </ul>
      </>
    );
  return (
    <ClientMessages namespaces={["tools"]}>
      <PageHeader title={t("changes.title")} description={t("changes.description")} />
      <ToolsTabs slug={slug} current="changes" waiting={total} />
      {mayChange ? (
        // There also when nothing waits: it says what became of the last one, and offers it back.
        <ReviewForm slug={slug} seen={Object.fromEntries(changes.map(({ id, hash }) => [id, hash]))}>
          {queue}
          {changes.length > 0 && <ReviewActions />}
        </ReviewForm>
      ) : (
        queue
      )}
      <Pagination
        firstHref={after && path}
        nextHref={nextAfter === null ? undefined : toHref(path, { after: writeCursor(nextAfter) })}
      />
    </ClientMessages>
  );
}
