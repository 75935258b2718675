import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { GOOGLE } from "#lib/identity/find-google.ts";
import { listSessions, type OpenSession } from "#lib/identity/list-sessions.ts";
import { ActionForm } from "../../(console)/_components/action-form.tsx";
import { OutcomeBanner } from "../../(console)/_components/outcome-banner.tsx";
import { currentSession } from "../../_http/current-person.ts";
import { Badge } from "../../_ui/badge.tsx";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { endBrowser, endOtherBrowsers } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("me.browsers");
  return { title: pageTitle(t("title")) };
}

type Props = { searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }> };

export default async function SessionsPage({ searchParams }: Props) {
  const session = await currentSession();
  if (!session) redirect("/sign-in?next=%2Fme%2Fsessions");
  const sessions = await listSessions(session.actor);
  const t = await getTranslations("me.browsers");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          sessions.length > 1 && (
            <ActionForm action={endOtherBrowsers} hidden={{}}>
              <ConfirmDialog
                title={t("others.title")}
                description={t("others.text")}
                confirmLabel={t("others.confirm")}
              >
                {t("others.button")}
              </ConfirmDialog>
            </ActionForm>
          )
        }
      />
      <OutcomeBanner
        query={await searchParams}
        texts={{ ended: t("ended"), "ended-others": t("endedOthers") }}
      />
      <ul className="grid max-w-[640px] gap-3">
        {sessions.map((one) => (
          <li
            key={one.id}
            className="flex flex-wrap items-start justify-between gap-3 rounded-lg border bg-surface p-4"
          >
            <SessionFacts session={one} isThis={one.id === session.sessionId} />
            {one.id !== session.sessionId && (
              <ActionForm action={endBrowser} hidden={{ id: one.id }}>
                <SubmitButton
                  tone="secondary"
                  aria-label={t("signOutOf", { browser: one.browser ?? t("unknown"), at: one.createdAt })}
                >
                  {t("signOut")}
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function SessionFacts({ session, isThis }: { session: OpenSession; isThis: boolean }) {
  const t = useTranslations("me.browsers");
  const { browser, method, createdAt } = session;
  return (
    <div className="grid min-w-0 gap-1">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        <bdi>{browser ?? t("unknown")}</bdi>
        {isThis && <Badge tone="ok">{t("this")}</Badge>}
      </p>
      <p className="text-muted">
        {t.rich(`by.${toWay(method)}`, { time: () => <RelativeTime at={createdAt} /> })}
      </p>
    </div>
  );
}

function toWay(method: string | null): "code" | "google" | "company" {
  if (method === null || method === "code") return "code";
  return method === GOOGLE ? "google" : "company";
}
