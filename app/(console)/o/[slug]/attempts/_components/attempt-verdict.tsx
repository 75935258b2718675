import { useTranslations } from "next-intl";
import type { AttemptDetail } from "#lib/activity/schema.ts";
import { Card } from "../../../../../_ui/card.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { AttemptState } from "./attempt-state.tsx";

/** What the attempt came to, why, and what to do. */
export function AttemptVerdict({ attempt: { verdict, notes } }: { attempt: AttemptDetail }) {
  const t = useTranslations("attempts.attempt");
  return (
    <Card title={t("what")}>
      <AttemptState state={verdict.state} />
      <p data-text="lib" className="max-w-[72ch] text-base">
        {verdict.sentence}
      </p>
      <div>
        <h3 className="font-medium">{t("next")}</h3>
        {verdict.next === "" ? (
          <p className="text-muted">{t("nothing")}</p>
        ) : (
          <p data-text="lib" className="max-w-[72ch]">
            {verdict.next}
          </p>
        )}
      </div>
      {verdict.reason !== null && (
        <p>
          <TextLink href={`/docs/connection-attempts#${verdict.reason}`}>{t("help")}</TextLink>
        </p>
      )}
      {notes.length > 0 && (
        <div>
          <h3 className="font-medium">{t("notes")}</h3>
          <ul data-text="lib" className="list-disc ps-5">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}
