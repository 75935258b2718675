import { Wrench } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listToolPolicies } from "#lib/access/list-tool-policies.ts";
import { planToolPresets } from "#lib/access/plan-tool-presets.ts";
import { can, ROLES } from "#lib/kernel/permissions.ts";
import { listQuarantinedTools } from "#lib/upstreams/list-quarantined-tools.ts";
import { ClientMessages } from "../../../../_messages/client-messages.tsx";
import { EmptyState } from "../../../../_ui/empty-state.tsx";
import { LinkButton } from "../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { type Query, readQuery } from "../../../../_ui/query.ts";
import { LeftOutTools } from "../../../_components/left-out-tools.tsx";
import { NoRight } from "../../../_components/no-right.tsx";
import { loadMember } from "../../../load-member.ts";
import { Matrix } from "./_components/matrix.tsx";
import { Presets } from "./_components/presets.tsx";
import { ToolList } from "./_components/tool-list.tsx";
import { ToolPreviewView } from "./_components/tool-preview-view.tsx";
import { ToolsTabs, VIEWS } from "./_components/tools-tabs.tsx";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/tools`);
  const t = await getTranslations("tools");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function ToolsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const path = `/o/${slug}/tools`;
  const [actor, query, t] = [
    await loadMember(slug, path),
    await searchParams,
    await getTranslations("tools"),
  ];
  if (!can(actor.role, "tool-policy:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  const [policies, leftOut] = [await listToolPolicies(actor, {}), await listQuarantinedTools(actor, {})];
  const view = VIEWS.find((one) => one === readQuery(query, "view")) ?? "list";
  const mayChange = can(actor.role, "tool-policy:write");
  const waiting = policies.tools.filter(({ state }) => state === "pending").length;
  return (
    <ClientMessages namespaces={["tools"]}>
      <PageHeader title={t("title")} description={t("description")} />
      {policies.tools.length === 0 ? (
        <EmptyState
          docsHref="/docs/instances#tools-of-an-instance"
          icon={<Wrench />}
          title={t("list.emptyTitle")}
          action={<LinkButton href={`/o/${slug}/instances`}>{t("list.emptyAction")}</LinkButton>}
        >
          {t("list.emptyText")}
        </EmptyState>
      ) : (
        <>
          <ToolsTabs slug={slug} current={view} waiting={waiting} />
          {view === "list" && (
            <ToolList actor={actor} policies={policies} query={query} mayChange={mayChange} />
          )}
          {view === "matrix" && <Matrix slug={slug} policies={policies} mayChange={mayChange} />}
          {view === "presets" && (
            <Presets
              slug={slug}
              planned={await planToolPresets(actor, { roles: ROLES })}
              mayChange={mayChange}
            />
          )}
          {view === "preview" && <ToolPreviewView actor={actor} query={query} />}
        </>
      )}
      {view === "list" && leftOut.tools.length > 0 && (
        <div className="mt-6">
          <LeftOutTools slug={slug} {...leftOut} />
        </div>
      )}
    </ClientMessages>
  );
}
