"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { saveSecretEnd } from "../actions.ts";

type SecretEndFormProps = { hidden: { slug: string; seen: string }; day: string };

/** Notes when the stored secret ends, without entering it again: company sign-in stays as it is. */
export function SecretEndForm({ hidden, day }: SecretEndFormProps) {
  const t = useTranslations("settings.signIn.service");
  const form = useSubmitForm(saveSecretEnd, { prefix: "stored-" });
  return (
    <Form form={form} hidden={hidden}>
      <TextField
        {...form.field("secretEndsOn", day)}
        label={t("secretEndsOn")}
        hint={t("secretEndsOnHint")}
        type="date"
        isOptional
      />
      <div>
        <SubmitButton tone="secondary">{t("saveEnd")}</SubmitButton>
      </div>
    </Form>
  );
}
