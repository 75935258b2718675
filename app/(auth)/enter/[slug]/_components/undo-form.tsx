"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../_ui/use-submit-form.ts";
import { undoDeletion } from "../actions.ts";

export function UndoForm({ slug }: { slug: string }) {
  const t = useTranslations("enter.deleted");
  const form = useSubmitForm(undoDeletion);
  return (
    <Form form={form} hidden={{ slug }} layout="bare">
      <div>
        <SubmitButton tone="primary" size="touch">
          {t("undo")}
        </SubmitButton>
      </div>
    </Form>
  );
}
