"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../_ui/form.tsx";
import { useSubmitForm } from "../../../_ui/use-submit-form.ts";
import { removeKey } from "../actions.ts";

export function RemoveKeyForm({ slug, id }: { slug: string; id: string }) {
  const t = useTranslations("instances.own");
  const form = useSubmitForm(removeKey);
  return (
    <Form form={form} hidden={{ slug, id }} layout="bare">
      <div>
        <ConfirmDialog
          title={t("removeTitle")}
          description={<p>{t("removeText")}</p>}
          confirmLabel={t("remove")}
          tone="secondary"
        >
          {t("remove")}
        </ConfirmDialog>
      </div>
    </Form>
  );
}
