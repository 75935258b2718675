"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextareaField } from "../../../../../_ui/textarea-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { askAdmin } from "../actions.ts";

/** Why somebody needs the app; what the app is stands in the request that waits. */
export function AskForm({ uid, slug }: { uid: string; slug: string }) {
  const t = useTranslations("ask");
  const form = useSubmitForm(askAdmin);
  return (
    <Form form={form} hidden={{ uid, slug }} errorTitle={t("refused")}>
      <TextareaField {...form.field("reason")} label={t("reason")} hint={t("reasonHint")} maxLength={500} />
      <div>
        <SubmitButton tone="primary" size="touch">
          {t("send")}
        </SubmitButton>
      </div>
    </Form>
  );
}
