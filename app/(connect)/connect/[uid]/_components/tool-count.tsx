"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

type ToolCountProps = { formId: string; sizes: Record<string, number>; ticked: string[] };

/** "33 of 124 tools": right when the page arrives, and kept right while boxes change. */
export function ToolCount({ formId, sizes, ticked }: ToolCountProps) {
  const t = useTranslations("consent");
  const [chosen, setChosen] = useState(ticked);
  useEffect(() => {
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    const count = () => setChosen(new FormData(form).getAll("group").map(String));
    count();
    form.addEventListener("change", count);
    return () => form.removeEventListener("change", count);
  }, [formId]);
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const count = chosen.reduce((sum, id) => sum + (sizes[id] ?? 0), 0);
  return (
    <p role="status" className="text-muted tabular-nums">
      {t("count", { count, total })}
    </p>
  );
}
