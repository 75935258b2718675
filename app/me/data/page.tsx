import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { RECENT_MINUTES } from "#lib/identity/policy.ts";
import { getAccountConsequences } from "#lib/operations/get-account-consequences.ts";
import { currentSession } from "../../_http/current-person.ts";
import { hasRecentSignIn } from "../../_http/require-recent-sign-in.ts";
import { Banner } from "../../_ui/banner.tsx";
import { Button } from "../../_ui/button.tsx";
import { Card } from "../../_ui/card.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import type { Query } from "../../_ui/query.ts";
import { TextLink } from "../../_ui/text-link.tsx";
import { DeleteAccount } from "./_components/delete-account.tsx";

/** A little less than the answer demands, so that there is time to type. */
const PAGE_MINUTES = RECENT_MINUTES - 2;
const PROBLEMS = ["invalid_input", "conflict", "forbidden", "limit_exceeded"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("me.data");
  return { title: pageTitle(t("title")) };
}

export default async function DataPage({ searchParams }: { searchParams: Promise<Query> }) {
  const session = await currentSession();
  if (!session) redirect("/sign-in?next=%2Fme%2Fdata");
  const { actor } = session;
  const t = await getTranslations("me.data");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t.rich("description", {
          privacy: (words) => (
            <TextLink key="privacy" href="/privacy">
              {words}
            </TextLink>
          ),
        })}
      />
      <Problem query={await searchParams} />
      <div className="grid max-w-[640px] gap-6">
        <Card title={t("copy.title")}>
          <p className="text-muted">{t("copy.text")}</p>
          <form method="post" action="/me/data/file">
            <Button type="submit">{t("copy.button")}</Button>
          </form>
        </Card>
        <Card tone="danger" title={t("delete.title")}>
          {actor.boundTo === undefined ? (
            <DeleteAccount
              address={actor.email}
              consequences={await getAccountConsequences(actor)}
              isRecent={await hasRecentSignIn(PAGE_MINUTES)}
            />
          ) : (
            <p>{t("delete.reviewer")}</p>
          )}
        </Card>
      </div>
    </>
  );
}

/** What came of a form, in words of ours whatever the address says. */
async function Problem({ query: { problem, copy } }: { query: Query }) {
  const t = await getTranslations("me.data.problems");
  if (typeof problem !== "string" && typeof copy !== "string") return null;
  const known = PROBLEMS.find((code) => code === problem);
  return (
    <div className="mb-6">
      {typeof copy === "string" ? (
        <Banner
          tone="danger"
          title={t(copy === "limit_exceeded" ? "copiedOften" : "notCopied")}
          live="alert"
        />
      ) : (
        <Banner tone="danger" title={t("title")} live="alert">
          {t(known ?? "unavailable")}
        </Banner>
      )}
    </div>
  );
}
