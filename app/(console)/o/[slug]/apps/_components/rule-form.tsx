"use client";

import { useTranslations } from "next-intl";
import { APP_POLICIES, type AppPolicy } from "#lib/grants/terms.ts";
import { Form } from "../../../../../_ui/form.tsx";
import { RadioCards } from "../../../../../_ui/radio-cards.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { chooseRule } from "../actions.ts";

export function RuleForm({ slug, policy, version }: { slug: string; policy: AppPolicy; version: number }) {
  const t = useTranslations("apps.rule");
  const form = useSubmitForm(chooseRule);
  const field = form.field("policy", policy);
  return (
    <Form form={form} hidden={{ slug, version }}>
      <RadioCards
        {...field}
        legend={t("legend")}
        hint={t("hint")}
        options={APP_POLICIES.map((value) => ({
          value,
          label: t(value),
          description: t(`${value}Text`),
        }))}
      />
      <div>
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
