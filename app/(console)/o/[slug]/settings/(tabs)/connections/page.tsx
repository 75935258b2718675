import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/kernel/permissions.ts";
import { getSettings, type Settings } from "#lib/tenants/get-settings.ts";
import { ClientMessages } from "../../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { pageTitle } from "../../../../../../_ui/page-title.ts";
import { TextLink } from "../../../../../../_ui/text-link.tsx";
import { loadMember } from "../../../../../load-member.ts";
import { SettingsFrame } from "../_components/settings-frame.tsx";
import { LifetimeForm } from "./_components/lifetime-form.tsx";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/settings/connections`);
  const t = await getTranslations("settings");
  return { title: pageTitle(t("tabs.connections"), t("title"), tenantName) };
}

export default async function ConnectionSettingsPage({ params }: Props) {
  const { slug } = await params;
  const actor = await loadMember(slug, `/o/${slug}/settings/connections`);
  const t = await getTranslations("settings");
  const found = can(actor.role, "settings:read") ? await getSettings(actor, {}) : null;
  const mayChange = can(actor.role, "settings:write");
  return (
    <SettingsFrame
      actor={actor}
      tab="connections"
      title={t("connections.title")}
      description={t(mayChange ? "connections.description" : "readOnly")}
    >
      {found && (
        <Card title={t("connections.card")}>
          {mayChange ? (
            <ClientMessages namespaces={["settings"]}>
              <LifetimeForm slug={slug} settings={found.settings} />
            </ClientMessages>
          ) : (
            <Facts settings={found.settings} />
          )}
          <p className="border-t pt-4 text-muted">
            {t.rich("connections.apps", {
              link: (text) => <TextLink href={`/o/${slug}/apps`}>{text}</TextLink>,
            })}
          </p>
        </Card>
      )}
    </SettingsFrame>
  );
}

async function Facts({ settings }: { settings: Settings["settings"] }) {
  const t = await getTranslations("settings.connections");
  const { connectionDaysMax, idleDaysMax, accessTokenMinutes, consentDefault } = settings;
  return (
    <KeyValue
      items={[
        { key: t("daysMax"), value: t("days", { count: connectionDaysMax }) },
        { key: t("idle"), value: t("days", { count: idleDaysMax }) },
        { key: t("tokenMinutes"), value: t("minutes", { count: accessTokenMinutes }) },
        { key: t("consent"), value: t(consentDefault === "read" ? "consentRead" : "consentSuggested") },
      ]}
    />
  );
}
