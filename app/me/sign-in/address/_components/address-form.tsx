"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../_ui/use-submit-form.ts";
import { askForAddress } from "../../actions.ts";

export function AddressForm() {
  const t = useTranslations("me.address");
  const form = useSubmitForm(askForAddress);
  return (
    <Form form={form} errorTitle={t("notSent")}>
      <TextField
        {...form.field("email")}
        label={t("new")}
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <SubmitButton>{t("send")}</SubmitButton>
      </div>
    </Form>
  );
}
