"use client";

import { useTranslations } from "next-intl";
import { COMPONENTS, IMPACTS } from "#lib/operators/terms.ts";
import { Checkbox } from "../../_ui/checkbox.tsx";
import { Form } from "../../_ui/form.tsx";
import { SelectField } from "../../_ui/select.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { TextField } from "../../_ui/text-field.tsx";
import { TextareaField } from "../../_ui/textarea-field.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { open } from "../actions.ts";

/** Tells everybody of an incident. */
export function OpenIncidentForm() {
  const t = useTranslations("ops.incidents");
  const form = useSubmitForm(open, { prefix: "open-" });
  const problem = form.state.errors.find(({ fieldId }) => fieldId === "components")?.message;
  return (
    <Form form={form}>
      <TextField {...form.field("title")} label={t("open.name")} hint={t("open.nameHint")} maxLength={120} />
      <SelectField
        {...form.field("impact", "degraded")}
        label={t("open.impact")}
        options={IMPACTS.map((impact) => ({ value: impact, label: t(`impacts.${impact}`) }))}
      />
      <fieldset
        id="open-components"
        tabIndex={-1}
        aria-describedby={problem === undefined ? undefined : "open-components-error"}
        className="grid gap-2"
      >
        <legend className="mb-1 font-medium">{t("open.components")}</legend>
        {problem !== undefined && (
          <p id="open-components-error" className="text-danger">
            {problem}
          </p>
        )}
        {COMPONENTS.map((component) => (
          <Checkbox
            key={component}
            id={`open-components-${component}`}
            name="components"
            value={component}
            label={t(`components.${component}`)}
            defaultChecked={form.isTicked("components", component)}
          />
        ))}
      </fieldset>
      <TextareaField {...form.field("text")} label={t("open.told")} hint={t("public")} maxLength={2000} />
      <div>
        <SubmitButton>{t("open.button")}</SubmitButton>
      </div>
    </Form>
  );
}
