import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { getCallRecording } from "#lib/activity/get-call-recording.ts";
import { can } from "#lib/kernel/permissions.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { loadMember } from "../../../../load-member.ts";
import { SettingsFrame } from "../_components/settings-frame.tsx";
import { RecordingForm } from "./_components/recording-form.tsx";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/settings/data`);
  const t = await getTranslations("settings");
  return { title: pageTitle(t("tabs.data"), t("title"), tenantName) };
}

export default async function DataPage({ params }: Props) {
  const { slug } = await params;
  const actor = await loadMember(slug, `/o/${slug}/settings/data`);
  const t = await getTranslations("settings");
  const recording = can(actor.role, "settings:read") ? await getCallRecording(actor, {}) : null;
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
      {recording && (
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
              {t.rich("data.exportsText", { activity: to("activity"), audit: to("audit") })}
            </p>
          </Card>
        </div>
      )}
    </SettingsFrame>
  );
}
