"use client";

import { useActionState } from "react";
import { Checkbox } from "../../../../../_ui/checkbox.tsx";
import { ErrorSummary } from "../../../../../_ui/error-summary.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { turnOn } from "../actions.ts";
import { EMPTY_STATE } from "../form-state.ts";

type SwitchFormProps = {
  slug: string;
  isOn: boolean;
  isRequired: boolean;
  /** Until the test passed, the test is the next step. */
  isTested: boolean;
};

/** Turns company sign-in on, or changes whether it is required; a refusal says what is missing. */
export function SwitchForm({ slug, isOn, isRequired, isTested }: SwitchFormProps) {
  const [{ errors }, action] = useActionState(turnOn, EMPTY_STATE);
  return (
    <form id="switch" action={action} className="grid gap-4">
      <ErrorSummary
        errors={errors}
        title={isOn ? "This was not changed" : "Company sign-in was not turned on"}
      />
      <input type="hidden" name="slug" value={slug} />
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
    </form>
  );
}
