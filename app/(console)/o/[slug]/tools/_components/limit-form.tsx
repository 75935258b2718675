"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ROLES } from "#lib/kernel/permissions.ts";
import { Form } from "../../../../../_ui/form.tsx";
import { SelectField } from "../../../../../_ui/select.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextareaField } from "../../../../../_ui/textarea-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { limit } from "../actions.ts";
import { toLimitKey } from "../to-limit-key.ts";

type LimitFormProps = {
  slug: string;
  tool: string;
  options: readonly string[];
  /** Those the tool has: what is sent says that they were seen. */
  limits: readonly { role: string; argument: string; allowed: readonly string[] }[];
};

export function LimitForm({ slug, tool, options, limits }: LimitFormProps) {
  const t = useTranslations("tools");
  const format = useFormatter();
  const form = useSubmitForm(limit, { prefix: "limit-" });
  const [argument, role] = [form.field("argument", options[0]), form.field("role", "all")];
  const given = { argument: argument.defaultValue, role: role.defaultValue };
  const [chosen, setChosen] = useState({ ...given, after: form.state });
  if (chosen.after !== form.state) setChosen({ ...given, after: form.state });
  const there = limits.find((one) => toLimitKey(one) === toLimitKey(chosen));
  const seen = Object.fromEntries(limits.map((one) => [toLimitKey(one), one.allowed]));
  return (
    <Form form={form} hidden={{ slug, tool, seen: JSON.stringify(seen) }}>
      <SelectField
        {...argument}
        onChange={({ currentTarget: { value } }) => setChosen({ ...chosen, argument: value })}
        label={t("limits.argument")}
        options={options.map((value) => ({ value, label: value }))}
      />
      <SelectField
        {...role}
        onChange={({ currentTarget: { value } }) => setChosen({ ...chosen, role: value })}
        label={t("limits.role")}
        options={(["all", ...ROLES] as const).map((value) => ({ value, label: t(`roles.${value}`) }))}
      />
      <p role="status" className="max-w-[72ch] empty:hidden">
        {there && t("limits.there", { values: format.list(there.allowed, "any") })}
      </p>
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
