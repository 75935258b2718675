import { useTranslations } from "next-intl";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { TakingBack } from "#lib/operations/get-taking-back.ts";
import { ExactTime } from "../../../../../_ui/exact-time.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { NotAllowed } from "../../../../_components/not-allowed.tsx";
import { ActorName } from "./audit-words.tsx";
import { TakeBackForm } from "./take-back-form.tsx";

type TakingBackPartProps = { actor: MemberActor; seq: bigint; found: TakingBack };

/** The button that takes a change back; or by whom, when and in which row that, or something else, was done to it since. */
export function TakingBackPart({ actor, seq, found }: TakingBackPartProps) {
  const t = useTranslations("audit.row");
  const { tenantSlug: slug } = actor;
  if (found.kind === "open" && !found.isAllowed) {
    return <NotAllowed actor={actor} permission={found.permission} actions={[t("takeBack")]} />;
  }
  return (
    <TakeBackForm slug={slug} seq={String(seq)} label={t("takeBack")} isOpen={found.kind === "open"}>
      <p className="max-w-[72ch] text-muted">
        {found.kind === "open"
          ? t("takeBackText")
          : t.rich(found.kind === "changed" ? "changedSince" : "takenBackBy", {
              who: () => <ActorName row={found.by} />,
              at: () => <ExactTime at={found.by.at} />,
              number: String(found.by.seq),
              link: (text) => <TextLink href={`/o/${slug}/audit/${found.by.seq}`}>{text}</TextLink>,
            })}
      </p>
    </TakeBackForm>
  );
}
