"use client";

import { useTranslations } from "next-intl";
import { ROLES } from "#lib/kernel/permissions.ts";
import { Form } from "../../../../../_ui/form.tsx";
import { SelectField } from "../../../../../_ui/select.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextareaField } from "../../../../../_ui/textarea-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { limit } from "../actions.ts";

type LimitFormProps = { slug: string; tool: string; options: readonly string[] };

export function LimitForm({ slug, tool, options }: LimitFormProps) {
  const t = useTranslations("tools");
  const form = useSubmitForm(limit, { prefix: "limit-" });
  return (
    <Form form={form} hidden={{ slug, tool }}>
      <SelectField
        {...form.field("argument", options[0])}
        label={t("limits.argument")}
        options={options.map((value) => ({ value, label: value }))}
      />
      <SelectField
        {...form.field("role", "all")}
        label={t("limits.role")}
        options={(["all", ...ROLES] as const).map((value) => ({ value, label: t(`roles.${value}`) }))}
      />
      <TextareaField
        {...form.field("allowed")}
        label={t("limits.allowed")}
        hint={t("limits.allowedHint")}
        rows={4}
        isMono
      />
      <div>
        <SubmitButton>{t("limits.save")}</SubmitButton>
      </div>
    </Form>
  );
}
