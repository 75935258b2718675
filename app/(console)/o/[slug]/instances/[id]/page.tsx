import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { Banner } from "../../../../../_ui/banner.tsx";
import { Card } from "../../../../../_ui/card.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { readQuery } from "../../../../../_ui/query.ts";
import { TabLinks } from "../../../../../_ui/tab-links.tsx";
import { LeftOutTools } from "../../../../_components/left-out-tools.tsx";
import { NoRight } from "../../../../_components/no-right.tsx";
import { OutcomeBanner } from "../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../load-member.ts";
import { RolesForm } from "../_components/roles-form.tsx";
import { toNextStep } from "../_components/wizard-steps.tsx";
import { DangerTab } from "./_components/danger-tab.tsx";
import { FeatureList } from "./_components/feature-list.tsx";
import { HealthTab } from "./_components/health-tab.tsx";
import { KeyAccessCard } from "./_components/key-access-card.tsx";
import { KeyTab } from "./_components/key-tab.tsx";
import { ToolLists } from "./_components/tool-lists.tsx";
import { loadInstance } from "./load-instance.ts";

const TABS = ["health", "tools", "key", "access", "danger"] as const;
type Tab = (typeof TABS)[number];

type Query = Partial<Record<"tab" | "done" | "problem" | "after", string | string[]>>;
type Props = { params: Promise<{ slug: string; id: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, id } = await params;
  const actor = await loadMember(slug, `/o/${slug}/instances/${id}`);
  const upstream = await loadInstance(actor, id);
  const t = await getTranslations("instances");
  return { title: pageTitle(upstream?.name ?? t("title"), actor.tenantName) };
}

export default async function InstancePage({ params, searchParams }: Props) {
  const { slug, id } = await params;
  const page = `/o/${slug}/instances/${id}`;
  const actor = await loadMember(slug, page);
  const upstream = await loadInstance(actor, id);
  const t = await getTranslations("instances");
  const crumbs = [{ label: t("title"), href: `/o/${slug}/instances` }];
  if (!upstream) {
    return <NoRight actor={actor} page={t("title")} crumbs={crumbs} text={t("noRight.see")} />;
  }
  const query = await searchParams;
  const mayChange = can(actor.role, "upstream:write");
  const current = TABS.find((tab) => tab === (readQuery(query, "tab") ?? "health"));
  if (current === undefined) notFound();
  return (
    <>
      <PageHeader
        title={<bdi>{upstream.name}</bdi>}
        crumbs={crumbs}
        description={mayChange ? undefined : t("readOnly")}
      />
      <OutcomeBanner query={query} texts={await makeTexts()} />
      {mayChange && upstream.setup !== null && (
        <div className="mb-6">
          <Banner
            tone="info"
            title={t("test.draft")}
            action={<LinkButton href={`${page}/setup/${toNextStep(upstream.setup)}`}>{t("goOn")}</LinkButton>}
          />
        </div>
      )}
      <TabLinks
        label={t("tabs.label")}
        tabs={TABS.map((tab) => ({
          href: tab === "health" ? page : `${page}?tab=${tab}`,
          label: t(`tabs.${tab}`),
          isCurrent: tab === current,
        }))}
      />
      <ClientMessages namespaces={["instances"]}>
        <TabBody
          actor={actor}
          upstream={upstream}
          tab={current}
          mayChange={mayChange}
          after={readQuery(query, "after")}
        />
      </ClientMessages>
    </>
  );
}

type BodyProps = {
  actor: MemberActor;
  upstream: UpstreamDetail;
  tab: Tab;
  mayChange: boolean;
  after: string | undefined;
};

function TabBody({ actor, upstream, tab, mayChange, after }: BodyProps) {
  const slug = actor.tenantSlug;
  switch (tab) {
    case "health":
      return <HealthTab actor={actor} upstream={upstream} mayChange={mayChange} />;
    case "tools":
      return (
        <div className="grid gap-6">
          <FeatureList slug={slug} upstream={upstream} mayChange={mayChange} />
          <ToolLists slug={slug} upstream={upstream} mayChange={mayChange} />
          <LeftOutTools slug={slug} {...upstream.quarantined} />
        </div>
      );
    case "key":
      return <KeyTab actor={actor} upstream={upstream} mayChange={mayChange} after={after} />;
    case "access":
      return (
        <div className="grid gap-6">
          <RolesCard slug={slug} upstream={upstream} mayChange={mayChange} />
          <KeyAccessCard actor={actor} id={upstream.id} mayChange={mayChange} />
        </div>
      );
    case "danger":
      return <DangerTab actor={actor} upstream={upstream} mayChange={mayChange} />;
  }
}

type RolesCardProps = { slug: string; upstream: UpstreamDetail; mayChange: boolean };

async function RolesCard({ slug, upstream: { id, version, roles }, mayChange }: RolesCardProps) {
  const t = await getTranslations("instances.access");
  const words = await getTranslations("ui.roles");
  return (
    <Card title={t("title")}>
      {mayChange ? (
        <RolesForm hidden={{ slug, id, version }} roles={roles} />
      ) : (
        <ul>
          {roles.map((role) => (
            <li key={role}>{words(role)}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

async function makeTexts(): Promise<Record<string, string>> {
  const t = await getTranslations("instances.done");
  return {
    saved: t("saved"),
    roles: t("roles"),
    wiped: t("wiped"),
    key: t("key"),
    settled: t("settled"),
    approved: t("approved"),
    on: t("on"),
    off: t("off"),
    "keys-on": t("keysOn"),
    "keys-off": t("keysOff"),
    "feature-on": t("featureOn"),
    "feature-off": t("featureOff"),
    decided: t("decided"),
  };
}
