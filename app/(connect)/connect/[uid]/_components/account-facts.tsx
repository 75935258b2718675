import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { RelativeTime } from "../../../../_ui/relative-time.tsx";
import { ROLE_WORDS } from "../../../../_ui/role-words.ts";
import { SignedInAs } from "../../../../_ui/signed-in-as.tsx";

type AccountFactsProps = {
  uid: string;
  person: PersonActor;
  member: MemberActor;
  hasChoice: boolean;
  /** The newest connection of the same app that there is already. */
  earlier: { id: string; createdAt: Date } | null;
};

/** For whom and as what the app would act. */
export function AccountFacts({ uid, person, member, hasChoice, earlier }: AccountFactsProps) {
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
      {earlier && (
        <p className="pb-1 text-table text-muted">
          You also have a connection made <RelativeTime at={earlier.createdAt} />. This one is made beside it.{" "}
          <a
            href={`/o/${member.tenantSlug}/connections/${earlier.id}`}
            target="_blank"
            rel="noreferrer"
            className="text-accent-text underline underline-offset-2"
          >
            Disconnect it
          </a>{" "}
          in a new tab if it is no longer needed.
        </p>
      )}
    </div>
  );
}
