import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { getToolCall } from "#lib/activity/get-tool-call.ts";
import { orNotFound } from "../../../../../_http/or-not-found.ts";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { loadMember } from "../../../../load-member.ts";
import { parseCursor } from "../../../../place-cursor.ts";
import { CallDetails } from "../_components/call-details.tsx";

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
      <h2 className="sr-only">{t("all")}</h2>
      <div className="max-w-3xl">
        <CallDetails call={call} actor={actor} />
      </div>
    </>
  );
}
