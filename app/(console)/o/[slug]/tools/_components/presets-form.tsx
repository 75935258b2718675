"use client";

import { useTranslations } from "next-intl";
import type { PlannedPreset } from "#lib/access/plan-tool-presets.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { Checkbox } from "../../../../../_ui/checkbox.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { RadioCards } from "../../../../../_ui/radio-cards.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { applyPreset } from "../actions.ts";
import { PresetNumbers } from "./preset-numbers.tsx";

type PresetsFormProps = {
  slug: string;
  seen: Readonly<Record<string, string>>;
  presets: readonly PlannedPreset[];
};

/** Each preset with what it would change, before anything is. */
export function PresetsForm({ slug, seen, presets }: PresetsFormProps) {
  const t = useTranslations("tools");
  const form = useSubmitForm(applyPreset);
  const preset = form.field("preset", "standard");
  const error = form.state.errors.find(({ fieldId }) => fieldId === "roles")?.message;
  return (
    <Form form={form} hidden={{ slug, seen: JSON.stringify(seen) }}>
      <RadioCards
        id="preset"
        legend={t("presets.legend")}
        hint={t("presets.text")}
        error={preset.error}
        defaultValue={preset.defaultValue}
        options={presets.map((planned) => ({
          value: planned.preset,
          label: t(`presets.${planned.preset}`),
          description: (
            <>
              <p>{t(`presets.${planned.preset}Text`)}</p>
              <PresetNumbers planned={planned} />
            </>
          ),
        }))}
      />
      <fieldset id="roles" tabIndex={-1} aria-describedby={error && "roles-error"} className="grid gap-2">
        <legend className="mb-1 font-medium">{t("presets.roles")}</legend>
        {error && (
          <p id="roles-error" data-text="lib" className="text-table font-medium text-danger">
            {error}
          </p>
        )}
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          {ROLES.map((role) => (
            <Checkbox
              key={role}
              id={`roles-${role}`}
              name="roles"
              value={role}
              label={t(`roles.${role}`)}
              defaultChecked={form.isTicked("roles", role, role === "member")}
            />
          ))}
        </div>
      </fieldset>
      <div>
        <SubmitButton>{t("presets.apply")}</SubmitButton>
      </div>
    </Form>
  );
}
