import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { findSignIn } from "#lib/identity/find-sign-in.ts";
import { parseNextPath } from "#lib/identity/schema.ts";
import { currentPerson } from "../../../_http/current-person.ts";
import { LinkButton } from "../../../_ui/link-button.tsx";
import { PageHeading } from "../../../_ui/page-heading.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { SignInShell } from "../../_components/sign-in-shell.tsx";
import { describeProblem } from "../describe-problem.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: pageTitle(t("stopped.pageTitle")) };
}

type Search = Promise<Record<string, string | string[] | undefined>>;

/** Why signing in elsewhere did not work, and the way on; whatever waited for it still waits. */
export default async function StoppedPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const next = parseNextPath(search["next"]);
  const problem = findSignIn((await headers()).get("cookie"))?.problem ?? { reason: "provider_browser" };
  const isSignedIn = (await currentPerson()) !== null;
  const [t, problems] = await Promise.all([
    getTranslations("auth.stopped"),
    getTranslations("auth.problems"),
  ]);
  return (
    <SignInShell next={next}>
      <PageHeading
        title={t(isSignedIn ? "signedIn" : "signedOut")}
        description={describeProblem(problems, problem, "email").message}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        {isSignedIn && next !== "/" ? (
          <LinkButton href={next} tone="primary" size="touch">
            {t("back")}
          </LinkButton>
        ) : (
          <LinkButton href={`/sign-in?next=${encodeURIComponent(next)}`} tone="primary" size="touch">
            {t("another")}
          </LinkButton>
        )}
        <TextLink href="/docs/sign-in#when-somebody-cannot-sign-in">{t("help")}</TextLink>
      </div>
    </SignInShell>
  );
}
