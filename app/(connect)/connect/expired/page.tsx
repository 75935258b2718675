import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { parseAttemptNumber } from "#lib/activity/make-attempt-key.ts";
import { pageTitle } from "../../../_ui/page-title.ts";
import { ConnectShell } from "../[uid]/_components/connect-shell.tsx";
import { AttemptLine } from "../_components/attempt-line.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("consent.expired");
  return { title: pageTitle(t("pageTitle")) };
}

type ExpiredPageProps = { searchParams: Promise<{ attempt?: string | string[] }> };

/** The ending of a request that was answered, waited too long, or began in another browser. */
export default async function ExpiredPage({ searchParams }: ExpiredPageProps) {
  const { attempt } = await searchParams;
  const number = typeof attempt === "string" ? parseAttemptNumber(attempt) : null;
  const t = await getTranslations("consent.expired");
  return (
    <ConnectShell>
      <div className="grid gap-4">
        <h1 className="text-xl font-semibold">{t("title")}</h1>
        <p>{t("text")}</p>
        <p>{t("next")}</p>
        <AttemptLine number={number} reason="request_expired" />
      </div>
    </ConnectShell>
  );
}
