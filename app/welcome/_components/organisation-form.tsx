"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../_ui/form.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { TextField } from "../../_ui/text-field.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { createOrganisation } from "../actions.ts";

export function OrganisationForm({ next }: { next: string }) {
  const t = useTranslations("join.welcome.create");
  const form = useSubmitForm(createOrganisation);
  return (
    <Form form={form} hidden={{ next }}>
      <TextField
        {...form.field("name")}
        label={t("name")}
        hint={t("nameHint")}
        maxLength={60}
        autoComplete="organization"
      />
      <TextField
        {...form.field("slug")}
        label={t("slug")}
        hint={t("slugHint")}
        maxLength={40}
        isMono
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
      <div>
        <SubmitButton size="touch">{t("submit")}</SubmitButton>
      </div>
    </Form>
  );
}
