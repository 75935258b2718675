import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { RelativeTime } from "../../../../_ui/relative-time.tsx";
import { ROLE_WORDS } from "../../../../_ui/role-words.ts";
import { SignedInAs } from "../../../../_ui/signed-in-as.tsx";

type AccountFactsProps = {
  uid: string;
  person: PersonActor;
  member: MemberActor;
  hasChoice: boolean;
  /** Since when the same app is connected already. */
  connectedSince: Date | null;
};

/** For whom and as what the app would act. */
export function AccountFacts({ uid, person, member, hasChoice, connectedSince }: AccountFactsProps) {
  return (
    <div className="grid border-y py-2">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="min-w-0 break-words">
          Your role at <bdi className="font-medium">{member.tenantName}</bdi>: {ROLE_WORDS[member.role]}
        </span>
        {hasChoice && (
          <a
            href={`/connect/${uid}`}
            className="-ms-4 inline-flex min-h-11 items-center px-4 font-medium text-accent-text hover:underline sm:ms-0"
          >
            Choose another
          </a>
        )}
      </p>
      <SignedInAs email={person.email} next={`/connect/${uid}`} />
      {connectedSince && (
        <p className="pb-1 text-table text-muted">
          You also have a connection made <RelativeTime at={connectedSince} />. This one is made beside it;
          you can end either at{" "}
          <a
            href="/me/connections"
            target="_blank"
            rel="noreferrer"
            className="text-accent-text underline underline-offset-2"
          >
            My connections
          </a>
          .
        </p>
      )}
    </div>
  );
}
