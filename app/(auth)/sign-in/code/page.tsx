import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { GOOGLE } from "#lib/identity/find-google.ts";
import { findSignIn, type SignInState } from "#lib/identity/find-sign-in.ts";
import { RESEND_SECONDS } from "#lib/identity/policy.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { Banner } from "../../../_ui/banner.tsx";
import { PageHeader } from "../../../_ui/page-header.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { Refusal } from "../../_components/refusal.tsx";
import { SignInShell } from "../../_components/sign-in-shell.tsx";
import { describeProblem } from "../describe-problem.ts";
import { CodeForm } from "./_components/code-form.tsx";
import { ResendForm } from "./_components/resend-form.tsx";

export const metadata: Metadata = { title: pageTitle("Enter your code", "Sign in") };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function CodePage({ searchParams }: { searchParams: Search }) {
  const state = findSignIn((await headers()).get("cookie"));
  if (!state?.sentAt) redirect("/sign-in");
  const isToldNow = state.problem?.reason === (await searchParams)["problem"];
  const error = state.problem && isToldNow ? describeProblem(state.problem, "code") : undefined;
  return (
    <SignInShell next={state.next}>
      <Refusal title="You are not signed in yet" error={error} />
      <PageHeader
        title="Enter your code"
        description={
          <>
            We sent six digits to <bdi className="font-medium break-all text-ink">{state.address}</bdi>. They
            work once, for 10 minutes.
          </>
        }
      />
      <div className="grid gap-6">
        {state.identity && <JoinHint isGoogle={state.identity.connection === GOOGLE} />}
        {getConfig().isLocal && <LocalHint />}
        <CodeForm error={error?.fieldId === "code" ? error.message : undefined} hasFocus={!error} />
        <div className="grid gap-4 border-t pt-6">
          <ResendForm waitSeconds={secondsToWait(state)} />
          <p>
            <TextLink href={`/sign-in?next=${encodeURIComponent(state.next)}`}>Use another address</TextLink>
          </p>
        </div>
      </div>
    </SignInShell>
  );
}

function JoinHint({ isGoogle }: { isGoogle: boolean }) {
  const way = isGoogle ? "Google" : "your company sign-in";
  return (
    <Banner tone="info" title="One code, once">
      It shows that this address is yours. From then on {way} alone is enough.
    </Banner>
  );
}

function LocalHint() {
  return (
    <Banner tone="info" title="This server runs on your machine and sends no mail">
      The code is in the terminal and in the <TextLink href="/local/mailbox">local mailbox</TextLink>.
    </Banner>
  );
}

function secondsToWait({ sentAt = 0 }: SignInState): number {
  return Math.max(0, Math.ceil(RESEND_SECONDS - (Date.now() - sentAt) / 1000));
}
