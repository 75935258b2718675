"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../_ui/form.tsx";
import { SelectField } from "../../_ui/select.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { TextField } from "../../_ui/text-field.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { changeProfile } from "../actions.ts";
import { DeviceZone } from "./device-zone.tsx";

type ProfileFormProps = { name: string; timeZone: string; timeZones: readonly string[] };

export function ProfileForm({ name, timeZone, timeZones }: ProfileFormProps) {
  const t = useTranslations("me.profile");
  const form = useSubmitForm(changeProfile);
  return (
    <Form form={form}>
      <TextField
        {...form.field("name", name)}
        label={t("name")}
        hint={t("nameHint")}
        maxLength={80}
        autoComplete="name"
      />
      <div className="grid justify-items-start gap-1">
        <div className="w-full">
          <SelectField
            {...form.field("timeZone", timeZone)}
            label={t("timeZone")}
            hint={t("timeZoneHint")}
            options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
          />
        </div>
        <DeviceZone fieldId="timeZone" />
      </div>
      <div>
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
