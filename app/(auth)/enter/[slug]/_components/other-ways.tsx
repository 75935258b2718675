import { getTranslations } from "next-intl/server";
import { findGoogle } from "#lib/identity/find-google.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import type { SignInWay } from "#lib/tenants/schema.ts";
import { Button } from "../../../../_ui/button.tsx";
import { PageHeading } from "../../../../_ui/page-heading.tsx";
import { SignedInAs } from "../../../../_ui/signed-in-as.tsx";
import { ProviderForm } from "../../../_components/provider-form.tsx";

type OtherWaysProps = {
  name: string;
  email: string;
  ways: readonly SignInWay[];
  /** Where to be once signed in again. */
  next: string;
};

/** Why somebody cannot enter who signed in otherwise, and each way that would let them in. */
export async function OtherWays({ name, email, ways, next }: OtherWaysProps) {
  const t = await getTranslations("enter.way");
  const count = ways.length === 1 ? "one" : "other";
  return (
    <>
      <PageHeading
        title={t("title")}
        description={t.rich("text", { ways: count, name: () => <bdi>{name}</bdi> })}
      />
      <div className="grid gap-4">
        {ways.includes("company") && <Company email={email} next={next} />}
        {ways.includes("code") && (
          <form method="post" action="/sign-in/again/code">
            <input type="hidden" name="next" value={next} />
            <Button type="submit" tone="secondary" size="touch" isWide>
              {t("code")}
            </Button>
          </form>
        )}
        {ways.includes("google") &&
          (findGoogle() ? (
            <ProviderForm provider="google" next={next}>
              {t("google")}
            </ProviderForm>
          ) : (
            ways.length === 1 && <p>{t("googleOff")}</p>
          ))}
        <SignedInAs email={email} next={next} />
      </div>
    </>
  );
}

/** Company sign-in knows only addresses of its domains. */
async function Company({ email, next }: { email: string; next: string }) {
  const t = await getTranslations("enter.way");
  if (await findCompanySignIn(email)) {
    return (
      <ProviderForm provider="company" next={next} tone="primary">
        {t("company")}
      </ProviderForm>
    );
  }
  return <p>{t.rich("otherAddress", { address: () => <bdi className="break-all">{email}</bdi> })}</p>;
}
