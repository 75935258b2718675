"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

const SHOWN_MAX = 8;

type SelectedNamesProps = {
  formId: string;
  /** Who stops, by the box of each. */
  names: Readonly<Record<string, { app: string; person: string }>>;
};

/** In the dialog: the connections whose boxes are ticked in that form as it opens. */
export function SelectedNames({ formId, names }: SelectedNamesProps) {
  const t = useTranslations("connections.disconnect");
  const [ids] = useState(() =>
    [...document.querySelectorAll<HTMLInputElement>(`#${formId} input[name=ids]:checked`)].map(
      ({ value }) => value,
    ),
  );
  if (ids.length === 0) return <p>{t("selectedNone")}</p>;
  const shown = ids.slice(0, SHOWN_MAX).flatMap((id) => names[id] ?? []);
  return (
    <div className="grid gap-3">
      <p>{t("selectedStops")}</p>
      <ul className="grid list-disc gap-0.5 ps-4">
        {shown.map(({ app, person }, index) => (
          <li key={index} className="wrap-anywhere">
            {t.rich("selectedOne", { app: () => <bdi>{app}</bdi>, person: () => <bdi>{person}</bdi> })}
          </li>
        ))}
        {ids.length > shown.length && <li>{t("selectedMore", { count: ids.length - shown.length })}</li>}
      </ul>
      <p>{t("effect")}</p>
    </div>
  );
}
