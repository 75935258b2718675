import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { findAddressChange } from "#lib/identity/find-address-change.ts";
import { RECENT_MINUTES } from "#lib/identity/policy.ts";
import { requireRecentSignIn } from "../../../_http/require-recent-sign-in.ts";
import { ClientMessages } from "../../../_messages/client-messages.tsx";
import { Button } from "../../../_ui/button.tsx";
import { ErrorSummary } from "../../../_ui/error-summary.tsx";
import { PageHeader } from "../../../_ui/page-header.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextField } from "../../../_ui/text-field.tsx";
import { TextLink } from "../../../_ui/text-link.tsx";
import { AddressForm } from "./_components/address-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("me.address");
  return { title: pageTitle(t("pageTitle")) };
}

const PATH = "/me/sign-in/address";
const PROBLEMS = ["malformed", "wrong", "expired", "too_many", "taken", "company"] as const;

type Search = Promise<{ step?: string | string[]; problem?: string | string[] }>;

export default async function AddressPage({ searchParams }: { searchParams: Search }) {
  const { actor } = await requireRecentSignIn(RECENT_MINUTES, PATH);
  const { step, problem } = await searchParams;
  const wish = step === "code" ? await findAddressChange(actor) : null;
  const t = await getTranslations("me.address");
  const known = PROBLEMS.find((one) => one === problem);
  const error = known && t(`problems.${known}`);
  return (
    <>
      <PageHeader
        title={t(wish ? "confirmTitle" : "title")}
        crumbs={[{ label: (await getTranslations("me.signIn"))("title"), href: "/me/sign-in" }]}
        description={t.rich(wish ? "sent" : "now", {
          address: () => (
            <bdi className="font-medium break-all text-ink">{wish ? wish.address : actor.email}</bdi>
          ),
        })}
      />
      <div className="grid max-w-[640px] gap-6">
        {wish ? (
          <CodeForm error={error} />
        ) : (
          <>
            {error && <ErrorSummary title={t("refused")} errors={[{ fieldId: "email", message: error }]} />}
            <ClientMessages namespaces={["me"]}>
              <AddressForm />
            </ClientMessages>
          </>
        )}
      </div>
    </>
  );
}

function CodeForm({ error }: { error: string | undefined }) {
  const t = useTranslations("me.address");
  return (
    <>
      {error && <ErrorSummary title={t("refusedYet")} errors={[{ fieldId: "code", message: error }]} />}
      <form method="post" action="/me/sign-in/address/confirm" noValidate className="grid gap-6">
        <TextField
          id="code"
          label={t("code")}
          hint={t("codeHint")}
          error={error}
          isMono
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
        />
        <div>
          <Button type="submit" tone="primary">
            {t("confirm")}
          </Button>
        </div>
      </form>
      <p>
        <TextLink href={PATH}>{t("another")}</TextLink>
      </p>
    </>
  );
}
