import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { findGoogle } from "#lib/identity/find-google.ts";
import { findSignIn } from "#lib/identity/find-sign-in.ts";
import { parseNextPath } from "#lib/identity/schema.ts";
import { currentPerson } from "../../_http/current-person.ts";
import { Button } from "../../_ui/button.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { TextField } from "../../_ui/text-field.tsx";
import { GoogleForm } from "../_components/provider-form.tsx";
import { Refusal } from "../_components/refusal.tsx";
import { SignInShell } from "../_components/sign-in-shell.tsx";
import { toLanding } from "../to-landing.ts";
import { describeProblem } from "./describe-problem.ts";

export const metadata: Metadata = { title: pageTitle("Sign in") };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const next = parseNextPath(search["next"]);
  if (await currentPerson()) redirect(toLanding(next));
  const state = findSignIn((await headers()).get("cookie"));
  const problem = state?.problem?.reason === search["problem"] ? state?.problem : undefined;
  const error = problem && describeProblem(problem, "email");
  return (
    <SignInShell next={next}>
      <Refusal title="We could not send a code" error={error} />
      <PageHeader
        title="Sign in"
        description="We send a code to your e-mail address. The first time, that also makes your account."
      />
      {findGoogle() && <GoogleForm next={next} />}
      <form method="post" action="/sign-in/request" noValidate className="grid gap-6">
        <input type="hidden" name="next" value={next} />
        <TextField
          id="email"
          label="E-mail address"
          error={error?.fieldId === "email" ? error.message : undefined}
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={problem ? state?.address : undefined}
        />
        <Button type="submit" tone="primary" size="touch" isWide>
          Send me a code
        </Button>
        <Button type="submit" tone="quiet" size="touch" isWide name="way" value="company">
          Use company sign-in
        </Button>
      </form>
    </SignInShell>
  );
}
