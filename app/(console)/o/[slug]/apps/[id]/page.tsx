import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { getTenantClient } from "#lib/grants/get-tenant-client.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../_ui/card.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { type Query, readQuery } from "../../../../../_ui/query.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { NotAllowed } from "../../../../_components/not-allowed.tsx";
import { OutcomeBanner } from "../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../load-member.ts";
import { toStanding } from "../standing.ts";
import { AppConnections } from "./_components/app-connections.tsx";
import { AppFacts } from "./_components/app-facts.tsx";
import { BlockForm } from "./_components/block-form.tsx";
import { BlockedBanner } from "./_components/blocked-banner.tsx";
import { DecisionCard } from "./_components/decision-card.tsx";

type Props = { params: Promise<{ slug: string; id: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, id } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/apps/${id}`);
  const t = await getTranslations("apps");
  return { title: pageTitle(t("title"), tenantName) };
}

/** One app: what is known of it, what was decided, who uses it, and the way to end it all. */
export default async function AppPage({ params, searchParams }: Props) {
  const { slug, id } = await params;
  const actor = await loadMember(slug, `/o/${slug}/apps/${id}`);
  const t = await getTranslations("apps");
  if (!can(actor.role, "client-policy:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  const query = await searchParams;
  const after = readQuery(query, "after");
  if (!isUuid(id) || (after !== undefined && !isUuid(after))) notFound();
  const found = await orNotFound(() => getTenantClient(actor, { id }));
  const { client, decision, settings, use, requests } = found;
  const isBlocked = decision?.state === "blocked";
  const mayWrite = can(actor.role, "client-policy:write");
  const texts = { saved: t("app.saved"), blocked: t("app.blocked"), unblocked: t("app.unblocked") };
  return (
    <>
      <PageHeader
        title={<bdi className="wrap-anywhere">{client.name}</bdi>}
        crumbs={[{ label: t("app.back"), href: `/o/${slug}/apps` }]}
      />
      <OutcomeBanner
        query={{ done: query["done"] as string, problem: query["problem"] as string }}
        texts={texts}
      />
      <div className="grid gap-6">
        {isBlocked && decision && (
          <BlockedBanner id={id} actor={actor} decision={decision} mayWrite={mayWrite} />
        )}
        <AppFacts
          found={found}
          standing={toStanding({ policy: settings.policy, decision, client })}
          requestsHref={`/o/${slug}/apps?view=requests`}
        />
        {!isBlocked && <DecisionCard id={id} slug={slug} found={found} mayWrite={mayWrite} />}
        <AppConnections actor={actor} client={client} after={after} />
        {mayWrite && (
          <ClientMessages namespaces={["apps"]}>
            <BlockForm
              id={id}
              slug={slug}
              app={client.name}
              use={use}
              requests={requests}
              isBlocked={isBlocked}
            />
          </ClientMessages>
        )}
        {!isBlocked && !mayWrite && (
          <Card title={t("app.blockTitle")} tone="danger">
            <p className="max-w-[72ch]">{t("app.blockText")}</p>
            <NotAllowed actor={actor} permission="client-policy:write" actions={[t("app.block")]} />
          </Card>
        )}
      </div>
    </>
  );
}
