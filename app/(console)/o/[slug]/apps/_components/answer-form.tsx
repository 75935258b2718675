"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextareaField } from "../../../../../_ui/textarea-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { answerRequest } from "../actions.ts";

type AnswerFormProps = { id: string; version: number; slug: string; app: string };

/** Yes or no, with a note that goes to whoever asked. */
export function AnswerForm({ id, version, slug, app }: AnswerFormProps) {
  const t = useTranslations("apps.requests");
  const form = useSubmitForm(answerRequest, { prefix: `${id}-` });
  return (
    <Form form={form} hidden={{ slug, id, version }}>
      <TextareaField
        {...form.field("note")}
        label={t("note")}
        hint={t("noteHint")}
        isOptional
        maxLength={500}
        rows={2}
      />
      <div className="grid gap-2">
        <div className="flex flex-wrap gap-2">
          <SubmitButton name="isApproved" value="true">
            {t("approve")}
            <span className="sr-only">
              {" "}
              <bdi>{app}</bdi>
            </span>
          </SubmitButton>
          <SubmitButton tone="secondary" name="isApproved" value="false">
            {t("decline")}
            <span className="sr-only">
              {" "}
              <bdi>{app}</bdi>
            </span>
          </SubmitButton>
        </div>
        <p className="text-table text-muted">{t("effect")}</p>
      </div>
    </Form>
  );
}
