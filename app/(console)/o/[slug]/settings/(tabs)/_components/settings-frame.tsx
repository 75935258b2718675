import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { PageHeader } from "../../../../../../_ui/page-header.tsx";
import { TabLinks } from "../../../../../../_ui/tab-links.tsx";
import { NoRight } from "../../../../../_components/no-right.tsx";

export const SETTINGS_TABS = ["general", "signIn", "connections", "data", "danger"] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

type SettingsFrameProps = {
  actor: MemberActor;
  tab: SettingsTab;
  title: string;
  description?: string;
  children: ReactNode;
};

/** The heading and tabs of every settings page; a member sees who can open them instead. */
export async function SettingsFrame({ actor, tab, title, description, children }: SettingsFrameProps) {
  const t = await getTranslations("settings");
  if (!can(actor.role, "settings:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  return (
    <>
      <PageHeader title={title} description={description} />
      <TabLinks
        label={t("tabs.label")}
        tabs={SETTINGS_TABS.map((one) => ({
          href: toSettingsPath(actor.tenantSlug, one),
          label: t(`tabs.${one}`),
          isCurrent: one === tab,
        }))}
      />
      {children}
    </>
  );
}

/** Where a tab lives. */
export function toSettingsPath(slug: string, tab: SettingsTab): string {
  return `/o/${slug}/settings/${tab === "signIn" ? "sign-in" : tab}`;
}
