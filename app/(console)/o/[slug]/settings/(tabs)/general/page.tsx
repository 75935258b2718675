import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/kernel/permissions.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { getSettings, type Settings } from "#lib/tenants/get-settings.ts";
import { ClientMessages } from "../../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { Code } from "../../../../../../_ui/code.tsx";
import { CopyField } from "../../../../../../_ui/copy-field.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { pageTitle } from "../../../../../../_ui/page-title.ts";
import { type Query, readQuery } from "../../../../../../_ui/query.ts";
import { OutcomeBanner } from "../../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../../load-member.ts";
import { SettingsFrame } from "../_components/settings-frame.tsx";
import { LogoCard } from "./_components/logo-card.tsx";
import { NameForm } from "./_components/name-form.tsx";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Query>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/settings/general`);
  const t = await getTranslations("settings");
  return { title: pageTitle(t("tabs.general"), t("title"), tenantName) };
}

export default async function GeneralPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const actor = await loadMember(slug, `/o/${slug}/settings/general`);
  const t = await getTranslations("settings");
  const settings = can(actor.role, "settings:read") ? await getSettings(actor, {}) : null;
  const mayChange = can(actor.role, "tenant:write");
  const query = await searchParams;
  return (
    <SettingsFrame
      actor={actor}
      tab="general"
      title={t("general.title")}
      {...(mayChange ? {} : { description: t("readOnly") })}
    >
      <OutcomeBanner
        query={query}
        texts={{
          saved: t("general.saved"),
          logo: t("general.logo.saved"),
          "logo-removed": t("general.logo.removed"),
        }}
      />
      {settings && (
        <div className="grid gap-6">
          <Card title={t("general.nameCard")}>
            {mayChange ? (
              <ClientMessages namespaces={["settings"]}>
                <NameForm
                  name={settings.tenant.name}
                  slug={settings.tenant.slug}
                  version={settings.tenant.version}
                />
              </ClientMessages>
            ) : (
              <KeyValue
                items={[
                  { key: t("general.name"), value: <bdi>{settings.tenant.name}</bdi> },
                  { key: t("general.slug"), value: <Code>{settings.tenant.slug}</Code> },
                ]}
              />
            )}
          </Card>
          <LogoCard tenant={settings.tenant} mayChange={mayChange} refused={readQuery(query, "refused")} />
          <Addresses tenant={settings.tenant} />
        </div>
      )}
    </SettingsFrame>
  );
}

async function Addresses({ tenant: { address } }: { tenant: Settings["tenant"] }) {
  const t = await getTranslations("settings.general");
  const shared = `${getConfig().publicUrl}/api/mcp`;
  return (
    <Card title={t("addressCard")}>
      <p className="max-w-[72ch] text-muted">{t("addressText")}</p>
      <CopyField label={t("shared")} value={shared} />
      <CopyField label={t("own")} value={`${shared}/${address}`} hint={t("ownHint")} />
    </Card>
  );
}
