import { getTranslations } from "next-intl/server";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { SeenInvitation } from "#lib/tenants/find-invitation.ts";
import { Button } from "../../../_ui/button.tsx";
import { LinkButton } from "../../../_ui/link-button.tsx";
import { SignedInAs } from "../../../_ui/signed-in-as.tsx";
import { acceptByLink, askAgain } from "../actions.ts";
import { TokenForm } from "./token-form.tsx";

type Props = { token: string; invitation: SeenInvitation | null; person: PersonActor | null };

/** Where a new invitation helps somebody on. */
const ASKABLE = new Set(["expired", "revoked", "accepted", "wrong_account"]);

/** What can be done about an invitation in its state. */
export async function InvitationActions({ token, invitation, person }: Props) {
  const t = await getTranslations("join.invite");
  const path = `/invite/${token}`;
  const signIn = `/sign-in?next=${encodeURIComponent(path)}`;
  if (!invitation) return <LinkButton href="/o">{t("start")}</LinkButton>;
  const { state, organisation } = invitation;
  if (state === "member") {
    return (
      <div>
        <LinkButton href={`/o/${organisation.slug}`} tone="primary" size="touch">
          {t("open", { organisation: organisation.name })}
        </LinkButton>
      </div>
    );
  }
  if (!person) {
    return (
      <div>
        <LinkButton href={signIn} tone="primary" size="touch">
          {t(state === "pending" ? "signIn" : "signInToAsk")}
        </LinkButton>
      </div>
    );
  }
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-start gap-3">
        {state === "pending" && (
          <TokenForm action={acceptByLink} hidden={{ token }}>
            {t("join", { organisation: organisation.name })}
          </TokenForm>
        )}
        {state === "wrong_account" && (
          <form method="post" action="/sign-out">
            <input type="hidden" name="next" value={path} />
            <Button type="submit" tone="primary" size="touch">
              {t("switch")}
            </Button>
          </form>
        )}
        {ASKABLE.has(state) && (
          <TokenForm action={askAgain} hidden={{ token }} tone="secondary">
            {t("ask")}
          </TokenForm>
        )}
      </div>
      {state !== "wrong_account" && <SignedInAs email={person.email} next={path} />}
    </div>
  );
}
