import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { getToolCall } from "#lib/activity/get-tool-call.ts";
import { can } from "#lib/kernel/permissions.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { Code } from "../../../../../_ui/code.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { loadMember } from "../../../../load-member.ts";
import { parseCursor } from "../../../../place-cursor.ts";
import { CallFacts, CallerFacts } from "../_components/call-facts.tsx";
import { CallSteps } from "../_components/call-steps.tsx";
import { MoreLikeIt } from "../_components/more-like-it.tsx";

type Props = { params: Promise<{ slug: string; call: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, call } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/activity/${call}`);
  const t = await getTranslations("activity.call");
  return { title: pageTitle(t("name"), tenantName) };
}

export default async function CallPage({ params }: Props) {
  const { slug, call: place } = await params;
  const base = `/o/${slug}/activity`;
  const actor = await loadMember(slug, `${base}/${place}`);
  const key = parseCursor(place);
  if (key === undefined) notFound();
  const call = await orNotFound(() => getToolCall(actor, key));
  const t = await getTranslations("activity.call");
  const tool = () => <bdi className="font-mono break-all">{call.name}</bdi>;
  return (
    <>
      <PageHeader crumbs={[{ label: t("crumb"), href: base }]} title={t.rich("title", { tool })} />
      <div className="grid gap-6">
        <Card title={t("how")}>
          <CallSteps call={call} />
        </Card>
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Card title={t("who")}>
            <CallerFacts call={call} slug={slug} />
          </Card>
          <Card title={t("what")}>
            <CallFacts call={call} slug={slug} canOpenInstances={can(actor.role, "upstream:read")} />
          </Card>
        </div>
        <Card title={t("arguments")}>
          {call.argumentsText === null ? (
            <p className="text-muted">{t("argumentsOff")}</p>
          ) : (
            <>
              <p className="text-muted">{t("argumentsHint")}</p>
              <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t("arguments")}>
                <Code>{call.argumentsText}</Code>
              </div>
            </>
          )}
        </Card>
        <MoreLikeIt call={call} base={base} />
      </div>
    </>
  );
}
