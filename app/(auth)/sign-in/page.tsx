import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { findGoogle } from "#lib/identity/find-google.ts";
import { findSignIn } from "#lib/identity/find-sign-in.ts";
import { parseNextPath } from "#lib/identity/schema.ts";
import { currentPerson } from "../../_http/current-person.ts";
import { Button } from "../../_ui/button.tsx";
import { PageHeading } from "../../_ui/page-heading.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { TextField } from "../../_ui/text-field.tsx";
import { GoogleForm } from "../_components/provider-form.tsx";
import { Refusal } from "../_components/refusal.tsx";
import { SignInShell } from "../_components/sign-in-shell.tsx";
import { toLanding } from "../to-landing.ts";
import { describeProblem } from "./describe-problem.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: pageTitle(t("signIn")) };
}

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const next = parseNextPath(search["next"]);
  if (await currentPerson()) redirect(toLanding(next));
  const state = findSignIn((await headers()).get("cookie"));
  const problem = state?.problem?.reason === search["problem"] ? state?.problem : undefined;
  const error = problem && describeProblem(await getTranslations("auth.problems"), problem, "email");
  const t = await getTranslations("auth");
  return (
    <SignInShell next={next}>
      <Refusal title={t("start.refused")} error={error} />
      <PageHeading title={t("signIn")} description={t("start.description")} />
      {findGoogle() && <GoogleForm next={next} />}
      <form method="post" action="/sign-in/request" noValidate className="grid gap-6">
        <input type="hidden" name="next" value={next} />
        <TextField
          id="email"
          label={t("start.email")}
          error={error?.fieldId === "email" ? error.message : undefined}
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={problem ? state?.address : undefined}
        />
        <Button type="submit" tone="primary" size="touch" isWide>
          {t("start.send")}
        </Button>
        <Button type="submit" tone="quiet" size="touch" isWide name="way" value="company">
          {t("start.company")}
        </Button>
      </form>
    </SignInShell>
  );
}
