import type { Metadata } from "next";
import { findGoogle, GOOGLE } from "#lib/identity/find-google.ts";
import { listIdentities } from "#lib/identity/list-identities.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import { ProviderForm } from "../../(auth)/_components/provider-form.tsx";
import { OutcomeBanner } from "../../(console)/_components/outcome-banner.tsx";
import { requirePerson } from "../../_http/current-person.ts";
import { Card } from "../../_ui/card.tsx";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { removeWay } from "./actions.ts";

export const metadata: Metadata = { title: pageTitle("Sign-in") };

const PATH = "/me/sign-in";
const DONE = {
  linked: "Linked. From now on it opens your account too",
  removed: "Removed. It no longer opens your account",
  changed: "Your address is changed. Other browsers were signed out",
};

type Props = { searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }> };

export default async function SignInSettingsPage({ searchParams }: Props) {
  const person = await requirePerson(PATH);
  const company = await findCompanySignIn(person.email);
  return (
    <>
      <PageHeader title="Sign-in" description="Your address, and what opens your account." />
      <OutcomeBanner query={await searchParams} texts={DONE} />
      <div className="grid max-w-[640px] gap-6">
        <Card title="E-mail address">
          <p>
            <bdi className="font-medium break-all">{person.email}</bdi>
          </p>
          <p className="text-muted">A code sent there opens your account. Your organisations see it.</p>
          {company?.isRequired ? (
            <p className="text-muted">Your company keeps to its own sign-in, so the address stays.</p>
          ) : (
            <div>
              <LinkButton href="/me/sign-in/address">Change address</LinkButton>
            </div>
          )}
        </Card>
        <Ways ways={await listIdentities(person)} companyId={company?.connectionId} />
        <Card title="Browsers">
          <p className="text-muted">Where you are signed in now.</p>
          <div>
            <LinkButton href="/me/sessions">See your browsers</LinkButton>
          </div>
        </Card>
      </div>
    </>
  );
}

type WaysProps = { ways: Awaited<ReturnType<typeof listIdentities>>; companyId: string | undefined };

function Ways({ ways, companyId }: WaysProps) {
  const linked = new Set(ways.map(({ connection }) => connection));
  const mayLinkGoogle = findGoogle() !== null && !linked.has(GOOGLE);
  const mayLinkCompany = companyId !== undefined && !linked.has(companyId);
  if (ways.length === 0 && !mayLinkGoogle && !mayLinkCompany) return null;
  return (
    <Card title="Other ways to sign in">
      {ways.length > 0 && (
        <ul className="divide-y divide-line">
          {ways.map(({ id, connection, email, createdAt }) => (
            <li
              key={id}
              className="flex flex-wrap items-start justify-between gap-3 py-3 first:pt-0 last:pb-0"
            >
              <div className="grid min-w-0 gap-1">
                <p className="font-medium">{connection === GOOGLE ? "Google" : "Company sign-in"}</p>
                <p className="break-all text-muted">
                  <bdi>{email}</bdi>
                </p>
                <p className="text-table text-muted">
                  Linked <RelativeTime at={createdAt} />
                </p>
              </div>
              <form action={removeWay}>
                <input type="hidden" name="id" value={id} />
                <ConfirmDialog
                  title="Remove this way to sign in?"
                  description="It no longer opens your account. A code to your address still does."
                  confirmLabel="Remove"
                  tone="secondary"
                >
                  Remove
                </ConfirmDialog>
              </form>
            </li>
          ))}
        </ul>
      )}
      {mayLinkGoogle && (
        <ProviderForm provider="google" purpose="link" next={PATH}>
          Link Google
        </ProviderForm>
      )}
      {mayLinkCompany && (
        <ProviderForm provider="company" purpose="link" next={PATH}>
          Link your company sign-in
        </ProviderForm>
      )}
    </Card>
  );
}
