"use client";

import { useTranslations } from "next-intl";
import { INCIDENT_STATES } from "#lib/operators/terms.ts";
import { Form } from "../../_ui/form.tsx";
import { SelectField } from "../../_ui/select.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { TextareaField } from "../../_ui/textarea-field.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { update } from "../actions.ts";

/** Says what is known now of an incident that goes on; "resolved" ends it. */
export function UpdateIncidentForm({ id }: { id: string }) {
  const t = useTranslations("ops.incidents");
  const form = useSubmitForm(update, { prefix: `update-${id}-` });
  return (
    <Form form={form} hidden={{ id }}>
      <SelectField
        {...form.field("state", "identified")}
        label={t("update.state")}
        options={INCIDENT_STATES.map((state) => ({ value: state, label: t(`states.${state}`) }))}
      />
      <TextareaField {...form.field("text")} label={t("update.text")} hint={t("public")} maxLength={2000} />
      <div>
        <SubmitButton>{t("update.button")}</SubmitButton>
      </div>
    </Form>
  );
}
