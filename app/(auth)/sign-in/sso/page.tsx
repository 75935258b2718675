import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { findSignIn } from "#lib/identity/find-sign-in.ts";
import { domainOf } from "#lib/identity/schema.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import { Button } from "../../../_ui/button.tsx";
import { PageHeader } from "../../../_ui/page-header.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { ProviderForm } from "../../_components/provider-form.tsx";
import { SignInShell } from "../../_components/sign-in-shell.tsx";
import { findCodeRefusal } from "../find-code-refusal.ts";

export const metadata: Metadata = { title: pageTitle("Company sign-in", "Sign in") };

/** What an address's domain offers. It names the domain alone: which organisation that is, strangers do not learn. */
export default async function CompanyPage() {
  const state = findSignIn((await headers()).get("cookie"));
  if (!state?.address) redirect("/sign-in");
  const company = await findCompanySignIn(state.address);
  const refusal = await findCodeRefusal(state);
  const domain = <bdi className="font-medium break-all text-ink">{domainOf(state.address.trim())}</bdi>;
  return (
    <SignInShell next={state.next}>
      <PageHeader
        title={company ? "Use your company sign-in" : "No company sign-in here"}
        description={
          company ? (
            <>Addresses at {domain} can sign in where they sign in at work.</>
          ) : (
            <>
              We know no company sign-in for {domain}.{!refusal && " A code to your address works."}
            </>
          )
        }
      />
      <div className="grid gap-6">
        {company && (
          <ProviderForm provider="company" next={state.next} tone="primary">
            Continue with company sign-in
          </ProviderForm>
        )}
        {refusal ? (
          <p className="text-muted">
            {refusal === "company_only"
              ? "Your company allows no other way, so no code is offered."
              : "Your organisation allows no codes, so none is offered."}
          </p>
        ) : (
          <CodeForm isPrimary={!company} />
        )}
        <p className="border-t pt-6">
          <TextLink href={`/sign-in?next=${encodeURIComponent(state.next)}`}>Use another address</TextLink>
        </p>
      </div>
    </SignInShell>
  );
}

function CodeForm({ isPrimary }: { isPrimary: boolean }) {
  return (
    <form method="post" action="/sign-in/request">
      <input type="hidden" name="way" value="code" />
      <Button type="submit" tone={isPrimary ? "primary" : "secondary"} size="touch" isWide>
        Send me a code instead
      </Button>
    </form>
  );
}
