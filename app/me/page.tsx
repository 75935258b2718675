import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { listTimeZones } from "#lib/identity/schema.ts";
import { OutcomeBanner } from "../(console)/_components/outcome-banner.tsx";
import { currentSession } from "../_http/current-person.ts";
import { ClientMessages } from "../_messages/client-messages.tsx";
import { Card } from "../_ui/card.tsx";
import { PageHeader } from "../_ui/page-header.tsx";
import { pageTitle } from "../_ui/page-title.ts";
import type { Query } from "../_ui/query.ts";
import { ThemeControl } from "../_ui/theme-control.tsx";
import { ProfileForm } from "./_components/profile-form.tsx";
import { ShortcutsControl } from "./_components/shortcuts-control.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("me.profile");
  return { title: pageTitle(t("title")) };
}

export default async function ProfilePage({ searchParams }: { searchParams: Promise<Query> }) {
  const session = await currentSession();
  if (!session) redirect("/sign-in?next=%2Fme");
  const t = await getTranslations("me.profile");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <OutcomeBanner query={await searchParams} texts={{ saved: t("saved") }} />
      <div className="grid max-w-[640px] gap-6">
        <Card title={t("you")}>
          <ClientMessages namespaces={["me"]}>
            <ProfileForm
              name={session.actor.name}
              timeZone={session.timeZone ?? "UTC"}
              timeZones={listTimeZones()}
            />
          </ClientMessages>
        </Card>
        <Card title={t("theme")}>
          <p className="text-muted">{t("themeHint")}</p>
          <ThemeControl />
        </Card>
        <Card title={t("shortcuts.title")}>
          <p className="text-muted">
            {t.rich("shortcuts.hint", {
              key: () => <kbd className="rounded-sm border px-1.5 font-mono text-xs">/</kbd>,
            })}
          </p>
          <ShortcutsControl />
        </Card>
      </div>
    </>
  );
}
