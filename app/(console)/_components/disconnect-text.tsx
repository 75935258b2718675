import { useTranslations } from "next-intl";

/** A connection as a question about it names it. */
export type Ended = { app: string; person: string; organisation: string; isOwn: boolean };

/** Whose app stops, and when. */
export function DisconnectText({ app, person, organisation, isOwn }: Ended) {
  const t = useTranslations("connections.disconnect");
  return (
    <div className="grid gap-3">
      <p>
        {t.rich(isOwn ? "stopsOwn" : "stops", {
          app: () => <bdi>{app}</bdi>,
          person: () => <bdi>{person}</bdi>,
          organisation: () => <bdi>{organisation}</bdi>,
        })}
      </p>
      <p>{t("effect")}</p>
    </div>
  );
}
