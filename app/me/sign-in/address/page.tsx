import type { Metadata } from "next";
import { findAddressChange } from "#lib/identity/find-address-change.ts";
import { RECENT_MINUTES } from "#lib/identity/policy.ts";
import { requireRecentSignIn } from "../../../_http/require-recent-sign-in.ts";
import { Button } from "../../../_ui/button.tsx";
import { ErrorSummary } from "../../../_ui/error-summary.tsx";
import { PageHeader } from "../../../_ui/page-header.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextField } from "../../../_ui/text-field.tsx";
import { TextLink } from "../../../_ui/text-link.tsx";
import { AddressForm } from "./_components/address-form.tsx";

export const metadata: Metadata = { title: pageTitle("Change address") };

const PATH = "/me/sign-in/address";
const PROBLEMS: Record<string, string> = {
  malformed: "Enter the six digits from the mail.",
  wrong: "That is not the code. Look at the newest mail from us.",
  expired: "This code has expired or was already used. Ask for a new one.",
  too_many: "That was wrong five times, so the code no longer works. Ask for a new one.",
  taken: "This address cannot be used: another account here has it. Sign in with it to use that account.",
  company: "Your company, or that of the new address, keeps to its own sign-in, so your address stays.",
};

type Search = Promise<{ step?: string | string[]; problem?: string | string[] }>;

export default async function AddressPage({ searchParams }: { searchParams: Search }) {
  const { actor } = await requireRecentSignIn(RECENT_MINUTES, PATH);
  const { step, problem } = await searchParams;
  const wish = step === "code" ? await findAddressChange(actor) : null;
  const error =
    typeof problem === "string" && Object.hasOwn(PROBLEMS, problem) ? PROBLEMS[problem] : undefined;
  return (
    <>
      <PageHeader
        title={wish ? "Confirm your new address" : "Change your address"}
        crumbs={[{ label: "Sign-in", href: "/me/sign-in" }]}
        description={
          wish ? (
            <>
              We sent six digits to <bdi className="font-medium break-all text-ink">{wish.address}</bdi>. They
              work once, for 10 minutes.
            </>
          ) : (
            <>
              Now it is <bdi className="font-medium break-all text-ink">{actor.email}</bdi>. The new one
              counts once you typed the code we send there; the old one is told, and other browsers are signed
              out.
            </>
          )
        }
      />
      <div className="grid max-w-[640px] gap-6">
        {wish ? (
          <CodeForm error={error} />
        ) : (
          <>
            {error && (
              <ErrorSummary
                title="Your address was not changed"
                errors={[{ fieldId: "email", message: error }]}
              />
            )}
            <AddressForm />
          </>
        )}
      </div>
    </>
  );
}

function CodeForm({ error }: { error: string | undefined }) {
  return (
    <>
      {error && (
        <ErrorSummary
          title="Your address is not changed yet"
          errors={[{ fieldId: "code", message: error }]}
        />
      )}
      <form method="post" action="/me/sign-in/address/confirm" noValidate className="grid gap-6">
        <TextField
          id="code"
          label="Code"
          hint="Spaces do not matter."
          error={error}
          isMono
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
        />
        <div>
          <Button type="submit" tone="primary">
            Change my address
          </Button>
        </div>
      </form>
      <p>
        <TextLink href={PATH}>Use another address, or send it again</TextLink>
      </p>
    </>
  );
}
