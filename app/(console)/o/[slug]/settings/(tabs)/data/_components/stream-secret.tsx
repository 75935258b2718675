"use client";

import { useTranslations } from "next-intl";
import { Banner } from "../../../../../../../_ui/banner.tsx";
import { CopyField } from "../../../../../../../_ui/copy-field.tsx";

/** The signing secret, this once. */
export function StreamSecret({ secret }: { secret: string }) {
  const t = useTranslations("settings.stream");
  return (
    <Banner tone="ok" title={t("secretTitle")} live="status">
      <div className="grid gap-3 pt-2">
        <p>{t("secretText")}</p>
        <CopyField label={t("secret")} value={secret} />
      </div>
    </Banner>
  );
}
