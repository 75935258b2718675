"use client";

import { useActionState } from "react";
import { ErrorSummary } from "../../../../../_ui/error-summary.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { checkDomain } from "../actions.ts";
import { EMPTY_STATE } from "../form-state.ts";

/** Looks for the record once; a domain that is proved has no such form. */
export function CheckForm({ slug, id, domain }: { slug: string; id: string; domain: string }) {
  const [{ errors }, action] = useActionState(checkDomain, EMPTY_STATE);
  return (
    <form action={action} className="grid gap-4">
      <ErrorSummary errors={errors} title="Not proved yet" />
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={id} />
      <div>
        <SubmitButton tone="secondary">
          Check now<span className="sr-only"> for {domain}</span>
        </SubmitButton>
      </div>
    </form>
  );
}
