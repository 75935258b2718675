"use client";

import { useTranslations } from "next-intl";
import { KEY_MODES, type KeyMode } from "#lib/upstreams/terms.ts";
import { Badge } from "../../../../../_ui/badge.tsx";
import { RadioCards } from "../../../../../_ui/radio-cards.tsx";

/** Whose key calls go with. */
export function ModeCards({ field }: { field: { id: string; error?: string; defaultValue: string } }) {
  const t = useTranslations("instances.modes");
  const options = KEY_MODES.map((mode: KeyMode) => ({
    value: mode,
    label: t(mode),
    description: t(`${mode}Text`),
    ...(mode === "personal" ? { badge: <Badge tone="ok">{t("recommended")}</Badge> } : {}),
  }));
  return <RadioCards {...field} name="mode" legend={t("legend")} options={options} />;
}
