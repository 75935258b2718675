"use client";

import { Form } from "../../_ui/form.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { TextField } from "../../_ui/text-field.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { createOrganisation } from "../actions.ts";

export function OrganisationForm({ next }: { next: string }) {
  const form = useSubmitForm(createOrganisation);
  return (
    <Form form={form} hidden={{ next }}>
      <TextField
        {...form.field("name")}
        label="Name"
        hint="As people know it, for example Acme Robotics."
        maxLength={60}
        autoComplete="organization"
      />
      <TextField
        {...form.field("slug")}
        label="Short name"
        hint="Part of this site’s addresses: lower-case letters, digits and hyphens, for example acme."
        maxLength={40}
        isMono
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
      <div>
        <SubmitButton size="touch">Create organisation</SubmitButton>
      </div>
    </Form>
  );
}
