"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "../../../../../../../_ui/checkbox.tsx";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { saveRecording } from "../actions.ts";

type RecordingFormProps = { slug: string; keepDays: number; recordArguments: boolean };

export function RecordingForm({ slug, keepDays, recordArguments }: RecordingFormProps) {
  const t = useTranslations("settings");
  const form = useSubmitForm(saveRecording);
  const isTicked = form.isTicked("recordArguments", "on", recordArguments);
  return (
    <Form form={form} hidden={{ slug, seenKeepDays: keepDays, seenRecordArguments: String(recordArguments) }}>
      <TextField
        {...form.field("keepDays", String(keepDays))}
        label={t("data.keepDays")}
        hint={t("data.keepDaysHint")}
        type="number"
        inputMode="numeric"
        step={1}
        min={1}
        max={3650}
        autoComplete="off"
      />
      <Checkbox
        key={String(isTicked)}
        name="recordArguments"
        label={t("data.arguments")}
        description={t("data.argumentsText")}
        defaultChecked={isTicked}
      />
      <div>
        <SubmitButton tone="primary">{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
