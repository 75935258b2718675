"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "../../../../../../../_ui/checkbox.tsx";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { turnOn } from "../actions.ts";

type SwitchFormProps = {
  /** The organisation, and company sign-in as it is shown. */
  hidden: { slug: string; seen: string };
  isOn: boolean;
  isRequired: boolean;
  /** Until the test passed, the test is the next step. */
  isTested: boolean;
};

/** Turns company sign-in on, or changes whether it is required; a refusal says what is missing. */
export function SwitchForm({ hidden, isOn, isRequired, isTested }: SwitchFormProps) {
  const t = useTranslations("settings.signIn.switch");
  const form = useSubmitForm(turnOn);
  const isTicked = form.isTicked("isRequired", "on", isRequired);
  return (
    <Form form={form} hidden={hidden} errorTitle={t(isOn ? "refusedChange" : "refusedOn")}>
      <Checkbox
        key={String(isTicked)}
        name="isRequired"
        label={t("required")}
        description={t("requiredText")}
        defaultChecked={isTicked}
      />
      <div>
        <SubmitButton tone={isTested && !isOn ? "primary" : "secondary"}>
          {t(isOn ? "saveChoice" : "turnOn")}
        </SubmitButton>
      </div>
    </Form>
  );
}
