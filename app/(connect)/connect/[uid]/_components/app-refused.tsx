import { getFormatter, getTranslations } from "next-intl/server";
import { makeAttemptKey } from "#lib/activity/make-attempt-key.ts";
import type { ClientVerdict } from "#lib/grants/find-client-verdict.ts";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { listAdmins } from "#lib/tenants/list-admins.ts";
import { SignedInAs } from "../../../../_ui/signed-in-as.tsx";
import { AttemptLine } from "../../_components/attempt-line.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { AnswerUntil } from "./answer-until.tsx";
import { DenyForm } from "./deny-form.tsx";
import { DestinationLine } from "./destination-line.tsx";
import { IdentityLine } from "./identity-line.tsx";

type AppRefusedProps = {
  request: ConsentRequest;
  person: PersonActor;
  member: MemberActor;
  kind: Exclude<ClientVerdict["kind"], "allowed" | "ask">;
};

/** The ending where the organisation does not let the app in, and asking for it on a page would not help. */
export async function AppRefused({ request, person, member, kind }: AppRefusedProps) {
  const [t, format, admins] = await Promise.all([
    getTranslations("ask"),
    getFormatter(),
    listAdmins(member, {}),
  ]);
  const people = format.list(
    admins.map(({ name }) => name),
    { type: "disjunction" },
  );
  const names = {
    app: () => <bdi>{request.client.name}</bdi>,
    organisation: () => <bdi>{member.tenantName}</bdi>,
  };
  return (
    <div className="grid gap-6">
      <h1 className="text-xl font-semibold text-balance wrap-anywhere">{t.rich(`${kind}.title`, names)}</h1>
      <div className="grid gap-2">
        <IdentityLine client={request.client} />
        <DestinationLine request={request} />
      </div>
      <p className="wrap-anywhere">
        {t.rich(`${kind}.text`, { people: () => <bdi>{people || t("someAdmin")}</bdi> })}
      </p>
      <AttemptLine number={makeAttemptKey(request.uid).number} reason="app_not_allowed" />
      <SignedInAs email={person.email} next={`/connect/${request.uid}`} />
      <p className="text-muted">
        <AnswerUntil />
      </p>
      <DenyForm request={request} csrf={await makeConsentCsrf(request.uid)}>
        {t("return")}
      </DenyForm>
    </div>
  );
}
