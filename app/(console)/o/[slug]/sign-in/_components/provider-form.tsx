"use client";

import { useActionState } from "react";
import { ErrorSummary } from "../../../../../_ui/error-summary.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../_ui/text-field.tsx";
import { saveProvider } from "../actions.ts";
import { EMPTY_STATE } from "../form-state.ts";

type ProviderFormProps = { slug: string; issuer: string; clientId: string; isOn: boolean };

/** Works as a plain form post; the answer keeps all that was typed but the secret. */
export function ProviderForm({ slug, issuer, clientId, isOn }: ProviderFormProps) {
  const [{ typed, errors }, action] = useActionState(saveProvider, EMPTY_STATE);
  const errorOf = (fieldId: string) => errors.find((error) => error.fieldId === fieldId)?.message;
  const values = { issuer, clientId, ...typed };
  return (
    <form action={action} noValidate className="grid max-w-[640px] gap-4 pt-2">
      <ErrorSummary errors={errors} />
      {isOn && (
        <p className="font-medium">
          Saving turns company sign-in off until you have tested it and turned it on again. Codes by mail work
          meanwhile.
        </p>
      )}
      <input type="hidden" name="slug" value={slug} />
      <TextField
        id="issuer"
        label="Issuer"
        hint="The web address your sign-in service goes by, for example https://company.okta.com. Copy it exactly."
        error={errorOf("issuer")}
        defaultValue={values.issuer}
        isMono
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        id="clientId"
        label="Client ID"
        hint="The name your sign-in service gave Trinity Connect when you registered it."
        error={errorOf("clientId")}
        defaultValue={values.clientId}
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        id="clientSecret"
        label="Client secret"
        hint="The password that belongs to the client ID. It is stored sealed and never shown again; enter it with every change."
        error={errorOf("clientSecret")}
        type="password"
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <div>
        <SubmitButton tone="secondary">Save sign-in service</SubmitButton>
      </div>
    </form>
  );
}
