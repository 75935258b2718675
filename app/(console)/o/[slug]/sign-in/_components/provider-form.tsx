"use client";

import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { saveProvider } from "../actions.ts";

type ProviderFormProps = { slug: string; issuer: string; clientId: string; isOn: boolean };

/** Works as a plain form post; the answer keeps all that was typed but the secret. */
export function ProviderForm({ slug, issuer, clientId, isOn }: ProviderFormProps) {
  const form = useSubmitForm(saveProvider);
  return (
    <Form form={form} hidden={{ slug }}>
      {isOn && (
        <p className="font-medium">
          Saving turns company sign-in off until you have tested it and turned it on again. Codes by mail work
          meanwhile.
        </p>
      )}
      <TextField
        {...form.field("issuer", issuer)}
        label="Issuer"
        hint="The web address your sign-in service goes by, for example https://company.okta.com. Copy it exactly."
        isMono
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...form.field("clientId", clientId)}
        label="Client ID"
        hint="The name your sign-in service gave Trinity Connect when you registered it."
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...form.field("clientSecret")}
        label="Client secret"
        hint="The password that belongs to the client ID. It is stored sealed and never shown again; enter it with every change."
        type="password"
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <div>
        <SubmitButton tone="secondary">Save sign-in service</SubmitButton>
      </div>
    </Form>
  );
}
