"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { addDomain } from "../actions.ts";

/** Claims a domain; the page then shows the record that proves it. */
export function ClaimForm({ slug }: { slug: string }) {
  const t = useTranslations("settings.signIn.domains");
  const form = useSubmitForm(addDomain);
  return (
    <Form form={form} hidden={{ slug }}>
      <TextField
        {...form.field("domain")}
        label={t("label")}
        hint={t("hint")}
        isMono
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <SubmitButton tone="secondary">{t("add")}</SubmitButton>
      </div>
    </Form>
  );
}
