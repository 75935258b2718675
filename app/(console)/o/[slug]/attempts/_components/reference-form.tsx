"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { noteReference } from "../actions.ts";

type ReferenceFormProps = { slug: string; number: string; reference: string };

export function ReferenceForm({ slug, number, reference }: ReferenceFormProps) {
  const t = useTranslations("attempts.attempt");
  const form = useSubmitForm(noteReference);
  return (
    <Form form={form} hidden={{ slug, number }} layout="bare">
      <TextField
        {...form.field("reference", reference)}
        label={t("referenceField")}
        hint={t("referenceHint")}
        isMono
        isOptional
      />
      <div>
        <SubmitButton tone="secondary">{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
