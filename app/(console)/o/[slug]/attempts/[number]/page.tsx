import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getTenantAttempt } from "#lib/activity/get-tenant-attempt.ts";
import { can } from "#lib/kernel/permissions.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { AttemptFacts } from "../_components/attempt-facts.tsx";
import { AttemptTimeline } from "../_components/attempt-timeline.tsx";
import { AttemptVerdict } from "../_components/attempt-verdict.tsx";
import { ReferenceCard } from "../_components/reference-card.tsx";

type Props = { params: Promise<{ slug: string; number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, number } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/attempts/${encodeURIComponent(number)}`);
  const t = await getTranslations("attempts");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function AttemptPage({ params }: Props) {
  const { slug, number } = await params;
  const base = `/o/${slug}/attempts`;
  const actor = await loadMember(slug, `${base}/${encodeURIComponent(number)}`);
  const t = await getTranslations("attempts");
  if (!can(actor.role, "attempt:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  const attempt = await orNotFound(() => getTenantAttempt(actor, { number }));
  return (
    <>
      <PageHeader
        crumbs={[{ label: t("title"), href: base }]}
        title={t("attempt.title", { number: attempt.number })}
      />
      <div className="grid gap-6">
        <AttemptVerdict attempt={attempt} />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <Card title={t("attempt.timeline")}>
            <AttemptTimeline attempt={attempt} />
          </Card>
          <div className="grid gap-6">
            <Card title={t("attempt.about")}>
              <AttemptFacts attempt={attempt} slug={slug} />
            </Card>
            <ReferenceCard attempt={attempt} slug={slug} canWrite={can(actor.role, "attempt:write")} />
          </div>
        </div>
      </div>
    </>
  );
}
