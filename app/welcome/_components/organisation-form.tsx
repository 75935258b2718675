"use client";

import { useActionState } from "react";
import { ErrorSummary } from "../../_ui/error-summary.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { TextField } from "../../_ui/text-field.tsx";
import { createOrganisation } from "../actions.ts";
import { EMPTY_STATE } from "../welcome-state.ts";

export function OrganisationForm({ next }: { next: string }) {
  const [{ typed, errors }, action] = useActionState(createOrganisation, EMPTY_STATE);
  const errorOf = (fieldId: string) => errors.find((error) => error.fieldId === fieldId)?.message;
  return (
    <form action={action} noValidate className="grid gap-6">
      <ErrorSummary errors={errors} />
      <input type="hidden" name="next" value={next} />
      <TextField
        id="name"
        label="Name"
        hint="As people know it, for example Acme Robotics."
        error={errorOf("name")}
        defaultValue={typed.name}
        maxLength={60}
        autoComplete="organization"
      />
      <TextField
        id="slug"
        label="Short name"
        hint="Part of this site’s addresses: lower-case letters, digits and hyphens, for example acme."
        error={errorOf("slug")}
        defaultValue={typed.slug}
        maxLength={40}
        isMono
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
      <div>
        <SubmitButton size="touch">Create organisation</SubmitButton>
      </div>
    </form>
  );
}
