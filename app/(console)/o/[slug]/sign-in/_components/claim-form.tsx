"use client";

import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { addDomain } from "../actions.ts";

/** Claims a domain; the page then shows the record that proves it. */
export function ClaimForm({ slug }: { slug: string }) {
  const form = useSubmitForm(addDomain);
  return (
    <Form form={form} hidden={{ slug }}>
      <TextField
        {...form.field("domain")}
        label="Mail domain"
        hint="For example company.com."
        isMono
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <SubmitButton tone="secondary">Add domain</SubmitButton>
      </div>
    </Form>
  );
}
