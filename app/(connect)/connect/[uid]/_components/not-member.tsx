import { getTranslations } from "next-intl/server";
import { makeAttemptKey } from "#lib/activity/make-attempt-key.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { listOwnInvitations } from "#lib/tenants/list-own-invitations.ts";
import { LinkButton } from "../../../../_ui/link-button.tsx";
import { SignedInAs } from "../../../../_ui/signed-in-as.tsx";
import { OwnInvitations } from "../../../../welcome/_components/own-invitations.tsx";
import { AttemptLine } from "../../_components/attempt-line.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { AnswerUntil } from "./answer-until.tsx";
import { DenyForm } from "./deny-form.tsx";

/** The ending for somebody without an organisation this request can be for: they may join one and go on. */
export async function NotMember({ request, person }: { request: ConsentRequest; person: PersonActor }) {
  const { resource, uid } = request;
  const isOwnAddress = resource.kind === "tenant";
  const t = await getTranslations("join.notMember");
  const next = `/connect/${uid}`;
  const welcome = `/welcome?next=${encodeURIComponent(next)}`;
  const invitations = (await listOwnInvitations(person)).filter(
    ({ address }) => resource.kind !== "tenant" || address === resource.address,
  );
  return (
    <div className="grid gap-6">
      <h1 className="text-xl font-semibold">{t(isOwnAddress ? "headingAddress" : "heading")}</h1>
      <p className="wrap-anywhere">
        {invitations.length > 0
          ? t.rich("invited", { app: () => <bdi>{request.client.name}</bdi> })
          : t(isOwnAddress ? "textAddress" : "text")}
      </p>
      <OwnInvitations invitations={invitations} next={next} />
      <AttemptLine number={makeAttemptKey(uid).number} reason="not_a_member" />
      <SignedInAs email={person.email} next={next} />
      <p className="text-muted">
        <AnswerUntil />
      </p>
      <div className="flex flex-wrap items-start gap-3">
        {!isOwnAddress && (
          <LinkButton href={welcome} tone={invitations.length > 0 ? "secondary" : "primary"} size="touch">
            {t("create")}
          </LinkButton>
        )}
        <LinkButton href={welcome} size="touch">
          {t("enter")}
        </LinkButton>
        <DenyForm request={request} csrf={await makeConsentCsrf(uid)}>
          {t("deny")}
        </DenyForm>
      </div>
    </div>
  );
}
