import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { getCallRecording } from "#lib/activity/get-call-recording.ts";
import { can, mayDo } from "#lib/kernel/permissions.ts";
import { getLogStream } from "#lib/streams/get-log-stream.ts";
import { hasRecentSignIn } from "../../../../../../_http/require-recent-sign-in.ts";
import { ClientMessages } from "../../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { pageTitle } from "../../../../../../_ui/page-title.ts";
import { TextLink } from "../../../../../../_ui/text-link.tsx";
import { OutcomeBanner } from "../../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../../load-member.ts";
import { SettingsFrame } from "../_components/settings-frame.tsx";
import { RecordingForm } from "./_components/recording-form.tsx";
import { StreamCard } from "./_components/stream-card.tsx";

/** Where it goes is about to be entered, and perhaps a token, so the sign-in is fresh. */
const PAGE_MINUTES = 30;

type Query = { done?: string | string[]; problem?: string | string[] };
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/settings/data`);
  const t = await getTranslations("settings");
  return { title: pageTitle(t("tabs.data"), t("title"), tenantName) };
}

export default async function DataPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const actor = await loadMember(slug, `/o/${slug}/settings/data`);
  const t = await getTranslations("settings");
  const found = can(actor.role, "settings:read")
    ? await Promise.all([getCallRecording(actor, {}), getLogStream(actor, {})])
    : null;
  const recording = found?.[0];
  const mayChange = can(actor.role, "activity:write");
  const to = (section: string) => (text: ReactNode) => (
    <TextLink href={`/o/${slug}/${section}`}>{text}</TextLink>
  );
  return (
    <SettingsFrame
      actor={actor}
      tab="data"
      title={t("data.title")}
      description={t(mayChange ? "data.description" : "readOnly")}
    >
      <Outcome query={await searchParams} />
      {found && recording && (
        <div className="grid gap-6">
          <Card title={t("data.calls")}>
            <p className="max-w-[72ch] text-muted">{t("data.callsText")}</p>
            {mayChange ? (
              <ClientMessages namespaces={["settings"]}>
                <RecordingForm slug={slug} {...recording} />
              </ClientMessages>
            ) : (
              <KeyValue
                items={[
                  { key: t("data.keepDays"), value: t("connections.days", { count: recording.keepDays }) },
                  {
                    key: t("data.argumentsKey"),
                    value: t(recording.recordArguments ? "data.argumentsOn" : "data.argumentsOff"),
                  },
                ]}
              />
            )}
          </Card>
          <Card title={t("data.audit")}>
            <p className="max-w-[72ch]">{t.rich("data.auditText", { link: to("audit") })}</p>
          </Card>
          <Card title={t("data.exports")}>
            <p className="max-w-[72ch]">
              {t.rich("data.exportsText", {
                activity: to("activity"),
                audit: to("audit"),
                connections: to("connections"),
                members: to("members"),
              })}
            </p>
          </Card>
          <ClientMessages namespaces={["settings"]}>
            <StreamCard
              slug={slug}
              stream={found[1]}
              mayChange={mayDo(actor, "settings:write")}
              isFresh={await hasRecentSignIn(PAGE_MINUTES)}
            />
          </ClientMessages>
        </div>
      )}
    </SettingsFrame>
  );
}

async function Outcome({ query }: { query: Query }) {
  const t = await getTranslations("settings.stream.done");
  const texts = {
    changed: t("changed"),
    paused: t("paused"),
    resumed: t("resumed"),
    removed: t("removed"),
  };
  return <OutcomeBanner query={query} texts={texts} />;
}
