"use client";

import { useActionState } from "react";
import { ErrorSummary } from "../../../../../_ui/error-summary.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../_ui/text-field.tsx";
import { addDomain } from "../actions.ts";
import { EMPTY_STATE } from "../form-state.ts";

/** Claims a domain; the page then shows the record that proves it. */
export function ClaimForm({ slug }: { slug: string }) {
  const [{ typed, errors }, action] = useActionState(addDomain, EMPTY_STATE);
  return (
    <form action={action} noValidate className="grid max-w-[640px] gap-4 border-t pt-4">
      <ErrorSummary errors={errors} />
      <input type="hidden" name="slug" value={slug} />
      <TextField
        id="domain"
        label="Mail domain"
        hint="For example company.com."
        error={errors[0]?.message}
        defaultValue={typed["domain"]}
        isMono
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <SubmitButton tone="secondary">Add domain</SubmitButton>
      </div>
    </form>
  );
}
