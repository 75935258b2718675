"use client";

import { Form } from "../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../_ui/use-submit-form.ts";
import { askForAddress } from "../../actions.ts";

export function AddressForm() {
  const form = useSubmitForm(askForAddress);
  return (
    <Form form={form} errorTitle="We could not send a code">
      <TextField
        {...form.field("email")}
        label="New e-mail address"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <SubmitButton>Send a code there</SubmitButton>
      </div>
    </Form>
  );
}
