"use client";

import { useTranslations } from "next-intl";
import { ConfirmByTyping } from "../../../_ui/confirm-by-typing.tsx";

/** A plain form post, with or without scripts: the answer takes the session's cookie along. */
export function DeleteForm({ address }: { address: string }) {
  const t = useTranslations("me.data.delete");
  return (
    <form method="post" action="/me/data/delete" className="grid justify-items-start gap-3">
      <ConfirmByTyping
        title={t("question")}
        description={t("questionText")}
        expected={address}
        confirmLabel={t("button")}
        name="confirmation"
      >
        {t("button")}
      </ConfirmByTyping>
    </form>
  );
}
