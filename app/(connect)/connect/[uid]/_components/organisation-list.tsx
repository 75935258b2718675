import { getTranslations } from "next-intl/server";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import type { MembershipSummary } from "#lib/tenants/list-memberships.ts";
import { SignedInAs } from "../../../../_ui/signed-in-as.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { AnswerUntil } from "./answer-until.tsx";
import { DenyForm } from "./deny-form.tsx";
import { DestinationLine } from "./destination-line.tsx";

type OrganisationListProps = {
  request: ConsentRequest;
  person: PersonActor;
  organisations: MembershipSummary[];
};

/** Each organisation of the person as one large link. */
export async function OrganisationList({ request, person, organisations }: OrganisationListProps) {
  const [t, roles] = await Promise.all([getTranslations("consent"), getTranslations("ui.roles")]);
  return (
    <div className="grid gap-6">
      <h1 className="text-xl font-semibold">
        {t.rich("choose.title", { app: () => <bdi>{request.client.name}</bdi> })}
      </h1>
      <DestinationLine request={request} />
      <ul className="grid gap-2">
        {organisations.map((organisation) => (
          <li key={organisation.tenantId}>
            <a
              href={`/connect/${request.uid}/permissions?org=${encodeURIComponent(organisation.slug)}`}
              className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 rounded-lg border bg-surface px-4 py-3 hover:bg-sunken"
            >
              <bdi className="font-medium">{organisation.name}</bdi>
              <span className="text-muted">{roles(organisation.role)}</span>
            </a>
          </li>
        ))}
      </ul>
      <SignedInAs email={person.email} next={`/connect/${request.uid}`} />
      <p className="text-muted">
        <AnswerUntil />
      </p>
      <DenyForm request={request} csrf={await makeConsentCsrf(request.uid)}>
        {t("form.deny")}
      </DenyForm>
    </div>
  );
}
