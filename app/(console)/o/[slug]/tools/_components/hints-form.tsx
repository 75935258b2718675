"use client";

import { useTranslations } from "next-intl";
import { HINTS, type Hints } from "#lib/catalog/terms.ts";
import { Button } from "../../../../../_ui/button.tsx";
import { Checkbox } from "../../../../../_ui/checkbox.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { label } from "../actions.ts";

type HintsFormProps = {
  slug: string;
  tool: { id: string; version: number; hints: Hints; reason: string | null; isLabelled: boolean };
};

export function HintsForm({ slug, tool: { id, version, hints, reason, isLabelled } }: HintsFormProps) {
  const t = useTranslations("tools.hints");
  const form = useSubmitForm(label, { prefix: "hints-" });
  const error = form.state.errors.find(({ fieldId }) => fieldId === "hints")?.message;
  return (
    <Form form={form} hidden={{ slug, id, version }}>
      <fieldset id="hints-hints" tabIndex={-1} className="grid gap-2">
        <legend className="mb-1 font-medium">{t("legend")}</legend>
        {error && <p className="text-table font-medium text-danger">{error}</p>}
        {HINTS.map((hint) => (
          <Checkbox
            key={hint}
            id={`hints-${hint}`}
            name={hint}
            value="on"
            label={t(hint)}
            defaultChecked={form.isTicked(hint, "on", hints[hint])}
          />
        ))}
      </fieldset>
      <TextField
        {...form.field("reason", reason ?? "")}
        label={t("reason")}
        hint={t("reasonHint")}
        maxLength={300}
      />
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{t("save")}</SubmitButton>
        {isLabelled && (
          <Button type="submit" name="remove" value="true">
            {t("remove")}
          </Button>
        )}
      </div>
    </Form>
  );
}
