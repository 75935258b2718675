import { useTranslations } from "next-intl";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { RelativeTime } from "../../../../_ui/relative-time.tsx";
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
  const t = useTranslations("consent.account");
  const roles = useTranslations("ui.roles");
  return (
    <div className="grid border-y py-2">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="min-w-0 break-words">
          {t.rich("role", {
            organisation: () => <bdi className="font-medium">{member.tenantName}</bdi>,
            role: roles(member.role),
          })}
        </span>
        {hasChoice && (
          <a
            href={`/connect/${uid}`}
            className="-ms-4 inline-flex min-h-11 items-center px-4 font-medium text-accent-text hover:underline sm:ms-0"
          >
            {t("other")}
          </a>
        )}
      </p>
      <SignedInAs email={person.email} next={`/connect/${uid}`} />
      {earlier && (
        <p className="pb-1 text-table text-muted">
          {t.rich("earlier", {
            time: () => <RelativeTime at={earlier.createdAt} />,
            link: (text) => (
              <a
                href={`/o/${member.tenantSlug}/connections/${earlier.id}`}
                target="_blank"
                rel="noreferrer"
                className="text-accent-text underline underline-offset-2"
              >
                {text}
              </a>
            ),
          })}
        </p>
      )}
    </div>
  );
}
