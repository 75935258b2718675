import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { GOOGLE } from "#lib/identity/find-google.ts";
import { findSignIn, type SignInState } from "#lib/identity/find-sign-in.ts";
import { RESEND_SECONDS } from "#lib/identity/policy.ts";
import { isReviewerAddress } from "#lib/identity/schema.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { ClientMessages } from "../../../_messages/client-messages.tsx";
import { Banner } from "../../../_ui/banner.tsx";
import { PageHeading } from "../../../_ui/page-heading.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { Refusal } from "../../_components/refusal.tsx";
import { SignInShell } from "../../_components/sign-in-shell.tsx";
import { describeProblem } from "../describe-problem.ts";
import { CodeForm } from "./_components/code-form.tsx";
import { ResendForm } from "./_components/resend-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: pageTitle(t("code.title"), t("signIn")) };
}

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function CodePage({ searchParams }: { searchParams: Search }) {
  const state = findSignIn((await headers()).get("cookie"));
  if (!state?.sentAt) redirect("/sign-in");
  const isToldNow = state.problem?.reason === (await searchParams)["problem"];
  const error =
    state.problem && isToldNow
      ? describeProblem(await getTranslations("auth.problems"), state.problem, "code")
      : undefined;
  const t = await getTranslations("auth.code");
  const isReview = isReviewerAddress(state.address);
  return (
    <SignInShell next={state.next}>
      <Refusal title={t("refused")} error={error} />
      <PageHeading
        title={t(isReview ? "review.title" : "title")}
        description={t.rich(isReview ? "review.description" : "description", {
          address: () => <bdi className="font-medium break-all text-ink">{state.address}</bdi>,
        })}
      />
      <div className="grid gap-6">
        {state.identity && <JoinHint isGoogle={state.identity.connection === GOOGLE} />}
        {getConfig().isLocal && !isReview && <LocalHint />}
        <CodeForm
          error={error?.fieldId === "code" ? error.message : undefined}
          hasFocus={!error}
          isReview={isReview}
        />
        <div className="grid gap-4 border-t pt-6">
          {!isReview && (
            <ClientMessages namespaces={["auth"]}>
              <ResendForm waitSeconds={secondsToWait(state)} />
            </ClientMessages>
          )}
          <p>
            <TextLink href={`/sign-in?next=${encodeURIComponent(state.next)}`}>{t("otherAddress")}</TextLink>
          </p>
        </div>
      </div>
    </SignInShell>
  );
}

function JoinHint({ isGoogle }: { isGoogle: boolean }) {
  const t = useTranslations("auth.code.join");
  return (
    <Banner tone="info" title={t("title")}>
      {t(isGoogle ? "google" : "company")}
    </Banner>
  );
}

function LocalHint() {
  const t = useTranslations("auth.code.local");
  return (
    <Banner tone="info" title={t("title")}>
      {t.rich("text", { link: (text) => <TextLink href="/local/mailbox">{text}</TextLink> })}
    </Banner>
  );
}

function secondsToWait({ sentAt = 0 }: SignInState): number {
  return Math.max(0, Math.ceil(RESEND_SECONDS - (Date.now() - sentAt) / 1000));
}
