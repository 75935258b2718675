import { useTranslations } from "next-intl";
import type { ReasonCode } from "#lib/activity/schema.ts";
import { TextLink } from "../../../_ui/text-link.tsx";

type AttemptLineProps = { number: string | null; reason: ReasonCode };

/** So that whoever is asked for help can look up where it stopped, and where the docs say what the ending means. */
export function AttemptLine({ number, reason }: AttemptLineProps) {
  const t = useTranslations("consent");
  return (
    <p className="text-muted">
      {number !== null && (
        <>
          {t.rich("attempt", {
            number: () => <strong className="font-mono whitespace-nowrap">{number}</strong>,
          })}{" "}
        </>
      )}
      <TextLink href={`/docs/connection-attempts#${reason}`}>{t("help")}</TextLink>
    </p>
  );
}
