import { useTranslations } from "next-intl";
import { AnswerUntil } from "./answer-until.tsx";

/** How long it lasts, who sees it, where it ends. */
export function Facts({ isAddition }: { isAddition: boolean }) {
  const t = useTranslations("consent.facts");
  return (
    <ul className="grid list-disc gap-1 ps-5 text-muted">
      <li>{t(isAddition ? "lastsMore" : "lasts")}</li>
      <li>{t("seen")}</li>
      <li>{t("recorded")}</li>
      <li>
        {t.rich("end", {
          link: (text) => (
            <a
              href="/me/connections"
              target="_blank"
              rel="noreferrer"
              className="text-accent-text underline underline-offset-2"
            >
              {text}
            </a>
          ),
        })}
      </li>
      <li>
        <AnswerUntil />
      </li>
    </ul>
  );
}
