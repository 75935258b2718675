import { useTranslations } from "next-intl";
import type { AttemptDetail } from "#lib/activity/schema.ts";
import { Code } from "../../../../../_ui/code.tsx";
import { CopyField } from "../../../../../_ui/copy-field.tsx";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { WholeTime } from "../../../../../_ui/whole-time.tsx";
import { toReport } from "../to-report.ts";
import { toWait } from "../to-steps.ts";
import { AttemptPerson } from "./attempt-person.tsx";

type AttemptFactsProps = {
  attempt: AttemptDetail & { person: { name: string; email: string } | null };
  slug: string;
};

/** Who wanted to connect what, and the number to quote. */
export function AttemptFacts({ attempt, slug }: AttemptFactsProps) {
  const t = useTranslations("attempts");
  const { clientName, redirectHost, resource, grantId } = attempt;
  const took = toWait(attempt.tookSeconds);
  return (
    <div className="grid gap-4">
      <CopyField label={t("attempt.number")} value={attempt.number} />
      <CopyField label={t("attempt.copy")} hint={t("attempt.copyHint")} value={toReport(attempt)} rows={3} />
      <KeyValue
        items={[
          {
            key: t("attempt.app"),
            value: clientName === null ? t("unknownApp") : <bdi>{clientName}</bdi>,
          },
          ...(redirectHost === null
            ? []
            : [{ key: t("attempt.returns"), value: <Code>{redirectHost}</Code> }]),
          { key: t("attempt.person"), value: <AttemptPerson attempt={attempt} /> },
          ...(resource === null ? [] : [{ key: t("attempt.resource"), value: <Code>{resource}</Code> }]),
          { key: t("attempt.began"), value: <WholeTime isLogged at={attempt.startedAt} /> },
          { key: t("attempt.took"), value: t(`took.${took.unit}`, took) },
          ...(grantId === null
            ? []
            : [
                {
                  key: t("attempt.connection"),
                  value: <TextLink href={`/o/${slug}/connections/${grantId}`}>{t("attempt.open")}</TextLink>,
                },
              ]),
        ]}
      />
    </div>
  );
}
