import { useTranslations } from "next-intl";
import { describeReason } from "#lib/activity/describe-reason.ts";
import type { AttemptCause } from "#lib/activity/schema.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";

type CauseListProps = {
  base: string;
  causes: readonly { cause: AttemptCause; attempts: number; lastAt: Date }[];
  shown: AttemptCause | undefined;
};

/** What the attempts of the month came to, the most frequent first; each leads to its attempts. */
export function CauseList({ base, causes, shown }: CauseListProps) {
  const t = useTranslations("attempts.causes");
  return (
    <Card title={t("title")}>
      <ul className="grid gap-3">
        {causes.map(({ cause, attempts, lastAt }) => (
          <li key={cause} className="grid gap-0.5">
            {cause === shown ? (
              <p className="font-medium">
                <CauseWords cause={cause} /> <span className="font-normal text-muted">({t("shown")})</span>
              </p>
            ) : (
              <TextLink href={`${base}?cause=${cause}`}>
                <CauseWords cause={cause} />
              </TextLink>
            )}
            <span className="text-table text-muted">
              {t.rich("count", { count: attempts, time: () => <RelativeTime at={lastAt} /> })}
            </span>
          </li>
        ))}
      </ul>
      {shown && (
        <p>
          <TextLink href={base}>{t("all")}</TextLink>
        </p>
      )}
    </Card>
  );
}

function CauseWords({ cause }: { cause: AttemptCause }) {
  const t = useTranslations("attempts.causes");
  if (cause === "connected" || cause === "going") return <>{t(cause)}</>;
  return <span data-text="lib">{describeReason(cause).sentence}</span>;
}
