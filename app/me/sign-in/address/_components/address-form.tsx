"use client";

import { useActionState } from "react";
import { ErrorSummary } from "../../../../_ui/error-summary.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../_ui/text-field.tsx";
import { askForAddress } from "../../actions.ts";

export function AddressForm() {
  const [{ typed, error }, action] = useActionState(askForAddress, { typed: "", error: undefined });
  return (
    <form action={action} noValidate className="grid gap-6">
      <ErrorSummary
        title="We could not send a code"
        errors={error === undefined ? [] : [{ fieldId: "email", message: error }]}
      />
      <TextField
        id="email"
        label="New e-mail address"
        error={error}
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={typed}
      />
      <div>
        <SubmitButton>Send a code there</SubmitButton>
      </div>
    </form>
  );
}
