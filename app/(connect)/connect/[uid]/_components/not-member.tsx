import { makeAttemptKey } from "#lib/activity/make-attempt-key.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { ConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { LinkButton } from "../../../../_ui/link-button.tsx";
import { SignedInAs } from "../../../../_ui/signed-in-as.tsx";
import { AttemptLine } from "../../_components/attempt-line.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { DenyForm } from "./deny-form.tsx";

/** The ending for somebody without an organisation this request can be for. */
export async function NotMember({ request, person }: { request: ConsentRequest; person: PersonActor }) {
  const isOwnAddress = request.resource.kind === "tenant";
  return (
    <div className="grid gap-6">
      <h1 className="text-xl font-semibold">
        {isOwnAddress
          ? "This address belongs to an organisation you are not in"
          : "You are not in an organisation yet"}
      </h1>
      <p>
        {isOwnAddress
          ? "Sign in with the account that organisation knows you by, or connect with the address everybody uses."
          : "Sign in with the account your organisation knows you by, or create an organisation of your own."}
      </p>
      <AttemptLine number={makeAttemptKey(request.uid).number} />
      <SignedInAs email={person.email} next={`/connect/${request.uid}`} />
      <div className="flex flex-wrap items-start gap-3">
        {!isOwnAddress && (
          <LinkButton
            href={`/welcome?next=${encodeURIComponent(`/connect/${request.uid}`)}`}
            tone="primary"
            size="touch"
          >
            Create an organisation
          </LinkButton>
        )}
        <DenyForm request={request} csrf={await makeConsentCsrf(request.uid)}>
          Return without connecting
        </DenyForm>
      </div>
    </div>
  );
}
