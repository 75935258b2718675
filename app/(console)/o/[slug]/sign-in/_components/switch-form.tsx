"use client";

import { Checkbox } from "../../../../../_ui/checkbox.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
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
  const form = useSubmitForm(turnOn);
  return (
    <Form
      form={form}
      hidden={{ slug }}
      errorTitle={isOn ? "This was not changed" : "Company sign-in was not turned on"}
    >
      <Checkbox
        name="isRequired"
        label="Require company sign-in"
        description="People with an address in a proved domain then sign in this way only: no codes, no Google. Keep an owner with an address elsewhere, who still gets in by code if the sign-in service fails."
        defaultChecked={isRequired}
      />
      <div>
        <SubmitButton tone={isTested && !isOn ? "primary" : "secondary"}>
          {isOn ? "Save this choice" : "Turn on"}
        </SubmitButton>
      </div>
    </Form>
  );
}
