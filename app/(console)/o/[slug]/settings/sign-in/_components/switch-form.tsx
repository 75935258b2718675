"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "../../../../../../_ui/checkbox.tsx";
import { Form } from "../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { turnOn } from "../actions.ts";

type SwitchFormProps = {
  slug: string;
  isOn: boolean;
  isRequired: boolean;
  /** Until the test passed, the test is the next step. */
  isTested: boolean;
};

/** Turns company sign-in on, or changes whether it is required; a refusal says what is missing. */
export function SwitchForm({ slug, isOn, isRequired, isTested }: SwitchFormProps) {
  const t = useTranslations("settings.signIn.switch");
  const form = useSubmitForm(turnOn);
  return (
    <Form form={form} hidden={{ slug }} errorTitle={t(isOn ? "refusedChange" : "refusedOn")}>
      <Checkbox
        name="isRequired"
        label={t("required")}
        description={t("requiredText")}
        defaultChecked={isRequired}
      />
      <div>
        <SubmitButton tone={isTested && !isOn ? "primary" : "secondary"}>
          {t(isOn ? "saveChoice" : "turnOn")}
        </SubmitButton>
      </div>
    </Form>
  );
}
