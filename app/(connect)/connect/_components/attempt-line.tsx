import { useTranslations } from "next-intl";

/** So that whoever is asked for help can look up where it stopped. */
export function AttemptLine({ number }: { number: string }) {
  const t = useTranslations("consent");
  return (
    <p className="text-muted">
      {t.rich("attempt", {
        number: () => <strong className="font-mono whitespace-nowrap">{number}</strong>,
      })}
    </p>
  );
}
